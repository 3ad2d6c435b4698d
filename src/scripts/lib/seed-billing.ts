import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import type { Sql } from 'postgres';
import { invoices, plans, subscriptions } from '~/features/billing/billing.schema';

const EUR = 'EUR';
const PLANS: (typeof plans.$inferInsert)[] = [
  { id: 'free', name: 'Free', amount: 0n, currency: EUR, interval: 'month' },
  { id: 'pro', name: 'Pro', amount: 4900n, currency: EUR, interval: 'month' },
  { id: 'pro-yearly', name: 'Pro yearly', amount: 49000n, currency: EUR, interval: 'year' },
];
const DAY_MS = 24 * 60 * 60 * 1000;

/** Puts the plans there; those that are there stay as they are, unless they are to be brought back. Answers one line. */
export async function seedPlans(owner: Sql, updateIfExists: boolean): Promise<string> {
  const insert = drizzle(owner).insert(plans).values(PLANS);
  const { name, amount, currency, interval, active } = plans;
  const columns = { name, amount, currency, interval, active };
  const given = Object.entries(columns).map(([key, column]) => [key, sql.raw(`excluded.${column.name}`)]);
  const written = updateIfExists
    ? await insert.onConflictDoUpdate({ target: plans.id, set: Object.fromEntries(given) }).returning()
    : await insert.onConflictDoNothing().returning();
  const untouched = PLANS.length - written.length;
  return `plans: ${written.length} written, ${untouched} left as they are`;
}

/** Gives the user a Pro subscription with one invoice due in 30 days, unless they have a live subscription. Answers one line. */
export async function seedSubscription(owner: Sql, userId: string, now: Date): Promise<string> {
  return drizzle(owner).transaction(async (tx) => {
    const [subscription] = await tx
      .insert(subscriptions)
      .values({ userId, planId: 'pro', status: 'active', startDate: now })
      .onConflictDoNothing() // the unique index on live subscriptions
      .returning();
    if (!subscription) return 'subscription: there is one, left as it is';

    await tx.insert(invoices).values({
      subscriptionId: subscription.id,
      amount: 4900n,
      currency: EUR,
      status: 'pending',
      dueDate: new Date(now.getTime() + 30 * DAY_MS),
    });
    return 'subscription: Pro, with an invoice due in 30 days';
  });
}
