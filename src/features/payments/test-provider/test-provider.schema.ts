import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  char,
  check,
  index,
  integer,
  pgEnum,
  pgTable,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import { timestamps } from '~/lib/db/columns';
import { systemPolicy } from '~/lib/db/policies';

export const testCheckoutStateEnum = pgEnum('test_checkout_state', ['open', 'paid', 'declined', 'cancelled']);

/** The test provider's own books, as if they stood in another house: nobody but the provider reads or writes them. Guide 22. */
export const testCheckouts = pgTable(
  'test_checkouts',
  {
    reference: text('reference').primaryKey(),
    /** The shop's own name for it: one order is one checkout. */
    orderId: uuid('order_id').notNull().unique('test_checkouts_order_id'),
    amount: bigint('amount', { mode: 'bigint' }).notNull(),
    currency: char('currency', { length: 3 }).notNull(),
    description: text('description').notNull(),
    returnUrl: text('return_url').notNull(),
    state: testCheckoutStateEnum('state').notNull().default('open'),
    expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
    payment: text('payment'),
    paidAt: timestamp('paid_at', { withTimezone: true }),
    isRefunded: boolean('is_refunded').notNull().default(false),
    ...timestamps,
  },
  (checkout) => [
    check(
      'test_checkouts_paid_has_payment',
      sql`(${checkout.state} = 'paid') = (${checkout.payment} is not null)`,
    ),
    systemPolicy('test_checkouts'),
  ],
);

/** What the test provider has to tell the app, until the app has answered that it knows. */
export const testWebhooks = pgTable(
  'test_webhooks',
  {
    id: text('id').primaryKey(),
    payload: text('payload').notNull(),
    attempts: integer('attempts').notNull().default(0),
    /** Empty once it was taken, or given up. */
    nextAttemptAt: timestamp('next_attempt_at', { withTimezone: true }),
    deliveredAt: timestamp('delivered_at', { withTimezone: true }),
    ...timestamps,
  },
  (webhook) => [
    index('test_webhooks_due_idx').on(webhook.nextAttemptAt).where(sql`${webhook.nextAttemptAt} is not null`),
    systemPolicy('test_webhooks'),
  ],
);

export type TestCheckout = typeof testCheckouts.$inferSelect;
