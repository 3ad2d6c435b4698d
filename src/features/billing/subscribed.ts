import { and, eq, inArray, type SQL } from 'drizzle-orm';
import type { Database, Transaction } from '~/lib/data/system';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import { plans, prices, type Subscription, subscriptions } from './billing.schema';
import { invoices } from './invoices.schema';
import type { PricedPlan } from './offers';

/** A subscription, and what it is of. */
export interface Subscribed extends PricedPlan {
  subscription: Subscription;
}

/** A user and the subscription they mean. */
export interface Own {
  userId: string;
  subscriptionId: string;
}

/** The user's own subscription that still runs. Throws `not_found`, `conflict` for one that has ended. */
export async function requireRunning(own: Own, database: Database): Promise<Subscribed> {
  return running(await subscribedBy(isOwn(own), database));
}

/**
 * The same, locked: whoever changes anything about a subscription or its invoices locks the subscription first, so that
 * they come one after the other and never wait in a circle.
 */
export async function lockRunning(own: Own, tx: Transaction): Promise<Subscribed> {
  await tx.select({ id: subscriptions.id }).from(subscriptions).where(isOwn(own)).for('no key update');
  // Only now: a join that waits for the lock holds on to the price from before, and misses who has changed it meanwhile.
  return requireRunning(own, tx);
}

/** Is there anything of it that is still to be paid? */
export async function owesSomething({ id }: Pick<Subscription, 'id'>, database: Database): Promise<boolean> {
  const isOpen = inArray(invoices.status, ['pending', 'overdue']);
  return (await database.$count(invoices, and(eq(invoices.subscriptionId, id), isOpen))) > 0;
}

/** Subscriptions with what they are of. */
export function subscribedBy(which: SQL | undefined, database: Database) {
  return database
    .select({ subscription: subscriptions, plan: plans, price: prices })
    .from(subscriptions)
    .innerJoin(plans, eq(plans.id, subscriptions.planId))
    .innerJoin(prices, eq(prices.id, subscriptions.priceId))
    .where(which);
}

function isOwn({ userId, subscriptionId }: Own): SQL | undefined {
  return and(eq(subscriptions.id, subscriptionId), eq(subscriptions.userId, userId));
}

function running([found]: Subscribed[]): Subscribed {
  if (!found) throw new AppError('not_found', m.billing_subscription_missing());
  if (found.subscription.status === 'cancelled')
    throw new AppError('conflict', m.billing_subscription_over());
  return found;
}
