import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  char,
  check,
  index,
  pgEnum,
  pgPolicy,
  pgTable,
  text,
  timestamp,
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
export const invoiceStatusEnum = pgEnum('invoice_status', ['draft', 'pending', 'paid', 'overdue', 'void']);

/** What can be subscribed to. A plan out of sale is inactive and stays readable: somebody may still have it. Guide 5. */
export const plans = pgTable(
  'plans',
  {
    /** A slug that stands in URLs and seeds, such as `pro-month`. */
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    /** Minor units of `currency` (4900n is 49.00 EUR). */
    amount: bigint('amount', { mode: 'bigint' }).notNull(),
    currency: char('currency', { length: 3 }).notNull(),
    interval: planIntervalEnum('interval').notNull(),
    active: boolean('active').notNull().default(true),
    ...timestamps,
  },
  (plan) => [
    check('plans_id_slug', sql`${plan.id} ~ '^[a-z0-9]+(-[a-z0-9]+)*$'`),
    check('plans_amount_not_negative', sql`${plan.amount} >= 0`),
    check('plans_currency_code', sql`${plan.currency} ~ '^[A-Z]{3}$'`),
    pgPolicy('plans_read_all', { for: 'select', to: [anonRole, authenticatedRole], using: sql`true` }),
    systemPolicy('plans'),
  ],
);

/** Who has which plan since when. One live subscription a user, however many have ended. Guide 5, 7. */
export const subscriptions = pgTable(
  'subscriptions',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    userId: uuid('user_id')
      .notNull()
      .references(() => profiles.id, { onDelete: 'cascade' }),
    planId: text('plan_id')
      .notNull()
      .references(() => plans.id),
    status: subscriptionStatusEnum('status').notNull(),
    startDate: timestamp('start_date', { withTimezone: true }).notNull(),
    cancelledAt: timestamp('cancelled_at', { withTimezone: true }),
    ...timestamps,
  },
  (subscription) => [
    uniqueIndex('subscriptions_one_live_per_user')
      .on(subscription.userId)
      .where(sql`${subscription.status} <> 'cancelled'`),
    index('subscriptions_user_id_idx').on(subscription.userId),
    index('subscriptions_plan_id_idx').on(subscription.planId),
    check(
      'subscriptions_cancelled_has_date',
      sql`(${subscription.status} = 'cancelled') = (${subscription.cancelledAt} is not null)`,
    ),
    pgPolicy('subscriptions_read_own', {
      for: 'select',
      to: authenticatedRole,
      using: sql`${subscription.userId} = ${authUid}`,
    }),
    liveSessionPolicy('subscriptions'),
    systemPolicy('subscriptions'),
  ],
);

/** What is asked for a subscription. Guide 5, 7. */
export const invoices = pgTable(
  'invoices',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    subscriptionId: uuid('subscription_id')
      .notNull()
      .references(() => subscriptions.id, { onDelete: 'cascade' }),
    /** Minor units of `currency`. */
    amount: bigint('amount', { mode: 'bigint' }).notNull(),
    currency: char('currency', { length: 3 }).notNull(),
    status: invoiceStatusEnum('status').notNull(),
    dueDate: timestamp('due_date', { withTimezone: true }).notNull(),
    ...timestamps,
  },
  (invoice) => [
    index('invoices_subscription_id_idx').on(invoice.subscriptionId),
    check('invoices_amount_not_negative', sql`${invoice.amount} >= 0`),
    check('invoices_currency_code', sql`${invoice.currency} ~ '^[A-Z]{3}$'`),
    // The subselect runs under the reader's own policies, and once for the statement, not once a row.
    pgPolicy('invoices_read_own', {
      for: 'select',
      to: authenticatedRole,
      using: sql`${invoice.subscriptionId} in (select id from public.subscriptions where user_id = ${authUid})`,
    }),
    liveSessionPolicy('invoices'),
    systemPolicy('invoices'),
  ],
);

export type Plan = typeof plans.$inferSelect;
export type Subscription = typeof subscriptions.$inferSelect;
export type Invoice = typeof invoices.$inferSelect;
