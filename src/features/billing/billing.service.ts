import { and, eq, ne } from 'drizzle-orm';
import { type Database, db } from '~/lib/data/system';
import type { Actor } from '~/lib/request/actor';
import { subscriptions } from './billing.schema';

/** The subscription that the actor has now, with its plan, or null. There is never more than one. Guide 7. */
export async function findLiveSubscription(actor: Pick<Actor, 'id'>, database: Database = db) {
  const subscription = await database.query.subscriptions.findFirst({
    where: and(eq(subscriptions.userId, actor.id), ne(subscriptions.status, 'cancelled')),
    with: { plan: true },
  });
  return subscription ?? null;
}

export type LiveSubscription = NonNullable<Awaited<ReturnType<typeof findLiveSubscription>>>;
