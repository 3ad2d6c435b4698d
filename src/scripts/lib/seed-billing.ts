import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import type { Sql } from 'postgres';
import { plans, prices } from '~/features/billing/billing.schema';
import * as BillingService from '~/features/billing/billing.service';
import * as schema from '~/lib/db/schema';
import { AppError } from '~/lib/errors';
import { newKey } from '~/lib/idempotency/key';

const PLANS: (typeof plans.$inferInsert)[] = [
  { id: 'free', name: 'Free' },
  { id: 'pro', name: 'Pro' },
  { id: 'team', name: 'Team' },
];

/** The guide's Pro is 49 euros a month. A year is ten months, and whoever pays in dollars pays a little more of them. */
const PRICES: (typeof prices.$inferInsert)[] = [
  { id: 'free-month-eur', planId: 'free', interval: 'month', amount: 0n, currency: 'EUR' },
  { id: 'free-month-usd', planId: 'free', interval: 'month', amount: 0n, currency: 'USD' },
  { id: 'pro-month-eur', planId: 'pro', interval: 'month', amount: 4900n, currency: 'EUR' },
  { id: 'pro-year-eur', planId: 'pro', interval: 'year', amount: 49000n, currency: 'EUR' },
  { id: 'pro-month-usd', planId: 'pro', interval: 'month', amount: 5400n, currency: 'USD' },
  { id: 'pro-year-usd', planId: 'pro', interval: 'year', amount: 54000n, currency: 'USD' },
  { id: 'team-month-eur', planId: 'team', interval: 'month', amount: 9900n, currency: 'EUR', trialDays: 14 },
  { id: 'team-year-eur', planId: 'team', interval: 'year', amount: 99000n, currency: 'EUR', trialDays: 14 },
  { id: 'team-month-usd', planId: 'team', interval: 'month', amount: 10900n, currency: 'USD', trialDays: 14 },
  { id: 'team-year-usd', planId: 'team', interval: 'year', amount: 109000n, currency: 'USD', trialDays: 14 },
];

/**
 * Puts the plans and their prices there; those that are there stay as they are, unless they are to be brought back: names,
 * trials and what is on sale, for an amount never changes. Answers one line.
 */
export async function seedPlans(owner: Sql, updateIfExists: boolean): Promise<string> {
  const insertPlans = drizzle(owner).insert(plans).values(PLANS);
  const insertPrices = drizzle(owner).insert(prices).values(PRICES);
  const written = updateIfExists
    ? [
        ...(await insertPlans
          .onConflictDoUpdate({ target: plans.id, set: given({ name: 'name', active: 'active' }) })
          .returning({ id: plans.id })),
        ...(await insertPrices
          .onConflictDoUpdate({
            target: prices.id,
            set: given({ trialDays: 'trial_days', active: 'active' }),
          })
          .returning({ id: prices.id })),
      ]
    : [
        ...(await insertPlans.onConflictDoNothing().returning({ id: plans.id })),
        ...(await insertPrices.onConflictDoNothing().returning({ id: prices.id })),
      ];
  const untouched = PLANS.length + PRICES.length - written.length;
  return `plans and prices: ${written.length} written, ${untouched} left as they are`;
}

/** Gives the user a Pro subscription with its first invoice, unless they have a live one. Answers one line. */
export async function seedSubscription(owner: Sql, userId: string, now: Date): Promise<string> {
  const visit = { now, address: null, userAgent: null, requestId: null };
  const input = { priceId: 'pro-month-eur', country: 'ES', key: newKey() };
  try {
    await BillingService.createSubscription({ id: userId }, input, visit, drizzle(owner, { schema }));
    return 'subscription: Pro, with an invoice due in 30 days';
  } catch (error) {
    if (error instanceof AppError && error.code === 'conflict')
      return 'subscription: there is one, left as it is';
    throw error;
  }
}

/** What the statement says it would have written. */
function given<Column extends string>(columns: Record<Column, string>) {
  return Object.fromEntries(
    Object.entries<string>(columns).map(([key, column]) => [key, sql.raw(`excluded.${column}`)]),
  );
}
