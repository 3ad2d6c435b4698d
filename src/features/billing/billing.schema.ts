import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  char,
  check,
  foreignKey,
  index,
  integer,
  pgEnum,
  pgPolicy,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { anonRole, authenticatedRole, authUid } from 'drizzle-orm/supabase';
import { profiles } from '~/features/auth/auth.schema';
import { timestamps } from '~/lib/db/columns';
import { liveSessionPolicy, systemPolicy } from '~/lib/db/policies';

export const planIntervalEnum = pgEnum('plan_interval', ['month', 'year']);
export const subscriptionStatusEnum = pgEnum('subscription_status', [
  'trialing',
  'active',
  'past_due',
  'cancelled',
]);
export const subscriptionEndEnum = pgEnum('subscription_end_reason', [
  // At once, because the user asked for it.
  'asked',
  // At the end of a period, because the user had asked for it.
  'period_end',
  // Nobody paid, however often we asked.
  'unpaid',
  // The user has left.
  'left',
]);

/** What can be subscribed to. A plan out of sale is inactive and stays readable: somebody may still have it. Guide 5. */
export const plans = pgTable(
  'plans',
  {
    /** A slug that stands in URLs and seeds, such as `pro`. */
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    active: boolean('active').notNull().default(true),
    ...timestamps,
  },
  (plan) => [
    check('plans_id_slug', sql`${plan.id} ~ '^[a-z0-9]+(-[a-z0-9]+)*$'`),
    pgPolicy('plans_read_all', { for: 'select', to: [anonRole, authenticatedRole], using: sql`true` }),
    systemPolicy('plans'),
  ],
);

/**
 * What a plan costs for a month or a year, tax included (decision 105). A price never changes: a new one takes its place,
 * and whoever has the old one keeps it. The trigger `keep_price` sees to that.
 */
export const prices = pgTable(
  'prices',
  {
    /** A slug, such as `pro-month-eur`. */
    id: text('id').primaryKey(),
    planId: text('plan_id')
      .notNull()
      .references(() => plans.id),
    interval: planIntervalEnum('interval').notNull(),
    /** Minor units of `currency` (4900n is 49.00 EUR). */
    amount: bigint('amount', { mode: 'bigint' }).notNull(),
    currency: char('currency', { length: 3 }).notNull(),
    trialDays: smallint('trial_days').notNull().default(0),
    active: boolean('active').notNull().default(true),
    ...timestamps,
  },
  (price) => [
    // What a subscription refers to, so that its plan and its price cannot be two.
    unique('prices_id_plan_id').on(price.id, price.planId),
    index('prices_plan_id_idx').on(price.planId),
    uniqueIndex('prices_one_on_sale')
      .on(price.planId, price.interval, price.currency)
      .where(sql`${price.active}`),
    check('prices_id_slug', sql`${price.id} ~ '^[a-z0-9]+(-[a-z0-9]+)*$'`),
    check('prices_amount_not_negative', sql`${price.amount} >= 0`),
    check('prices_currency_code', sql`${price.currency} ~ '^[A-Z]{3}$'`),
    check('prices_trial_days_sane', sql`${price.trialDays} between 0 and 365`),
    pgPolicy('prices_read_all', { for: 'select', to: [anonRole, authenticatedRole], using: sql`true` }),
    systemPolicy('prices'),
  ],
);

/** Who has which plan at which price since when. One live subscription a user, however many have ended. Guide 5, 7. */
export const subscriptions = pgTable(
  'subscriptions',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    /** Empty once the user has left: what they were charged stays as long as the law asks, and says no longer whose it was. */
    userId: uuid('user_id').references(() => profiles.id, { onDelete: 'set null' }),
    planId: text('plan_id')
      .notNull()
      .references(() => plans.id),
    priceId: text('price_id').notNull(),
    /** Since when they have this price. The trigger `remember_price` keeps those that they had before. */
    priceSince: timestamp('price_since', { withTimezone: true }).notNull().defaultNow(),
    status: subscriptionStatusEnum('status').notNull(),
    startDate: timestamp('start_date', { withTimezone: true }).notNull(),
    /** The end of the first, free period; kept afterwards, because nobody gets two. */
    trialEndsAt: timestamp('trial_ends_at', { withTimezone: true }),
    /** Periods are counted from here, so that the 31st comes back after a February. */
    anchor: timestamp('anchor', { withTimezone: true }).notNull(),
    /** How many whole periods lie between the anchor and the running one. */
    periodIndex: integer('period_index').notNull().default(0),
    periodStart: timestamp('period_start', { withTimezone: true }).notNull(),
    periodEnd: timestamp('period_end', { withTimezone: true }).notNull(),
    cancelAtPeriodEnd: boolean('cancel_at_period_end').notNull().default(false),
    cancelledAt: timestamp('cancelled_at', { withTimezone: true }),
    endReason: subscriptionEndEnum('end_reason'),
    ...timestamps,
  },
  (subscription) => [
    foreignKey({
      name: 'subscriptions_price_fk',
      columns: [subscription.priceId, subscription.planId],
      foreignColumns: [prices.id, prices.planId],
    }),
    uniqueIndex('subscriptions_one_live_per_user')
      .on(subscription.userId)
      .where(sql`${subscription.status} <> 'cancelled'`),
    index('subscriptions_user_id_idx').on(subscription.userId),
    index('subscriptions_plan_id_idx').on(subscription.planId),
    index('subscriptions_price_idx').on(subscription.priceId, subscription.planId),
    // What `billing:run` looks for.
    index('subscriptions_period_end_idx')
      .on(subscription.periodEnd)
      .where(sql`${subscription.status} <> 'cancelled'`),
    check(
      'subscriptions_cancelled_has_date',
      sql`(${subscription.status} = 'cancelled') = (${subscription.cancelledAt} is not null)`,
    ),
    check(
      'subscriptions_cancelled_has_reason',
      sql`(${subscription.status} = 'cancelled') = (${subscription.endReason} is not null)`,
    ),
    // The trigger `cancel_left_subscription` sees to it when somebody leaves.
    check(
      'subscriptions_live_has_user',
      sql`${subscription.userId} is not null or ${subscription.status} = 'cancelled'`,
    ),
    check(
      'subscriptions_trial_has_end',
      sql`${subscription.status} <> 'trialing' or ${subscription.trialEndsAt} is not null`,
    ),
    check('subscriptions_period_runs', sql`${subscription.periodStart} < ${subscription.periodEnd}`),
    pgPolicy('subscriptions_read_own', {
      for: 'select',
      to: authenticatedRole,
      using: sql`${subscription.userId} = ${authUid}`,
    }),
    liveSessionPolicy('subscriptions'),
    systemPolicy('subscriptions'),
  ],
);

/**
 * Which price a subscription had since when, the first one included. The trigger `remember_price` alone writes it, because a
 * subscription itself only knows the price of today, and recurring revenue is asked for of every month. Append-only. Guide 24.
 */
export const subscriptionPrices = pgTable(
  'subscription_prices',
  {
    subscriptionId: uuid('subscription_id')
      .notNull()
      .references(() => subscriptions.id),
    since: timestamp('since', { withTimezone: true }).notNull(),
    priceId: text('price_id')
      .notNull()
      .references(() => prices.id),
  },
  (held) => [
    primaryKey({ name: 'subscription_prices_pk', columns: [held.subscriptionId, held.since] }),
    index('subscription_prices_price_id_idx').on(held.priceId),
    systemPolicy('subscription_prices'),
  ],
);

/** Where a customer is at home, for the tax on what they buy. */
export const billingDetails = pgTable(
  'billing_details',
  {
    userId: uuid('user_id')
      .primaryKey()
      .references(() => profiles.id, { onDelete: 'cascade' }),
    /** ISO 3166-1 alpha-2. */
    country: char('country', { length: 2 }).notNull(),
    ...timestamps,
  },
  (details) => [
    check('billing_details_country_code', sql`${details.country} ~ '^[A-Z]{2}$'`),
    pgPolicy('billing_details_read_own', {
      for: 'select',
      to: authenticatedRole,
      using: sql`${details.userId} = ${authUid}`,
    }),
    liveSessionPolicy('billing_details'),
    systemPolicy('billing_details'),
  ],
);

export type Plan = typeof plans.$inferSelect;
export type Price = typeof prices.$inferSelect;
export type Subscription = typeof subscriptions.$inferSelect;
