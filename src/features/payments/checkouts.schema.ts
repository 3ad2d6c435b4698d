import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  char,
  check,
  foreignKey,
  index,
  pgEnum,
  pgPolicy,
  pgTable,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { authenticatedRole, authUid, authUsers } from 'drizzle-orm/supabase';
import { invoices } from '~/features/billing/invoices.schema';
import { ledgerAccounts, ledgerTransactions } from '~/features/wallet/wallet.schema';
import { timestamps } from '~/lib/db/columns';
import { liveSessionPolicy, systemPolicy } from '~/lib/db/policies';

/** Who takes the money. `test` is built in and takes none; it exists where every host is this machine. */
export const paymentProviderEnum = pgEnum('payment_provider', ['test', 'stripe']);

export const checkoutPurposeEnum = pgEnum('checkout_purpose', ['top_up', 'invoice']);

/** How a checkout ended without money. In this order the later word wins, whichever came first. */
export const checkoutEndEnum = pgEnum('checkout_end', ['expired', 'cancelled', 'declined']);

/**
 * Somebody was sent to pay. What the provider has told of it stands here as facts that only ever grow, so that it does not
 * matter in which order or how often they come; what the ledger was told because of them stands in `transaction_id` and
 * `taken_back`. Written before the provider is asked, so that no payment is without its row. Guide 22.
 */
export const checkouts = pgTable(
  'checkouts',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    /** Empty once the user has left. */
    userId: uuid('user_id').references(() => authUsers.id, { onDelete: 'set null' }),
    /** Where the money goes, also when it arrives after its user has left. */
    walletId: uuid('wallet_id').notNull(),
    purpose: checkoutPurposeEnum('purpose').notNull(),
    invoiceId: uuid('invoice_id').references(() => invoices.id),
    /** Minor units of `currency`. */
    amount: bigint('amount', { mode: 'bigint' }).notNull(),
    currency: char('currency', { length: 3 }).notNull(),
    provider: paymentProviderEnum('provider').notNull(),
    /** The provider's name for this checkout, and its page. Empty until it was asked for them. */
    reference: text('reference'),
    url: text('url'),
    expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
    /** The provider's name for the payment, by which refunds speak of it. */
    paymentReference: text('payment_reference'),
    /** The provider's name for the customer: their saved cards and receipts. */
    customerReference: text('customer_reference'),
    paidAt: timestamp('paid_at', { withTimezone: true }),
    ended: checkoutEndEnum('ended'),
    /** Minor units that the provider has given back to the card, in all. */
    refunded: bigint('refunded', { mode: 'bigint' }).notNull().default(sql`0`),
    /** Minor units that the customer's bank has taken back, and whether the bank was proved wrong. */
    disputed: bigint('disputed', { mode: 'bigint' }).notNull().default(sql`0`),
    disputeWon: boolean('dispute_won').notNull().default(false),
    /** The posting that brought the money in. */
    transactionId: uuid('transaction_id').references(() => ledgerTransactions.id),
    /** Minor units that have been posted out again because of refunds and disputes. */
    takenBack: bigint('taken_back', { mode: 'bigint' }).notNull().default(sql`0`),
    /** Of that, minor units that were no longer in the wallet: its user owes them, and the next top-up pays them first. */
    owed: bigint('owed', { mode: 'bigint' }).notNull().default(sql`0`),
    /** Did the money pay the invoice it was meant for? Else it stayed in the wallet. */
    hasPaidInvoice: boolean('has_paid_invoice').notNull().default(false),
    ...timestamps,
  },
  (checkout) => [
    foreignKey({
      name: 'checkouts_wallet_fk',
      columns: [checkout.walletId, checkout.currency],
      foreignColumns: [ledgerAccounts.id, ledgerAccounts.currency],
    }),
    // A user's own, the newest first.
    index('checkouts_user_id_idx').on(checkout.userId, checkout.createdAt.desc().nullsFirst()),
    index('checkouts_wallet_idx').on(checkout.walletId, checkout.currency),
    index('checkouts_invoice_id_idx').on(checkout.invoiceId),
    unique('checkouts_reference').on(checkout.provider, checkout.reference),
    unique('checkouts_payment_reference').on(checkout.provider, checkout.paymentReference),
    unique('checkouts_transaction_id').on(checkout.transactionId),
    // Who owes something.
    index('checkouts_owed_idx').on(checkout.walletId).where(sql`${checkout.owed} > 0`),
    // What nobody has heard the end of.
    index('checkouts_open_idx')
      .on(checkout.createdAt)
      .where(sql`${checkout.paidAt} is null and ${checkout.ended} is null`),
    check('checkouts_amount_positive', sql`${checkout.amount} > 0`),
    check(
      'checkouts_purpose_has_invoice',
      sql`(${checkout.purpose} = 'invoice') = (${checkout.invoiceId} is not null)`,
    ),
    check(
      'checkouts_given_back_within_amount',
      sql`${checkout.refunded} between 0 and ${checkout.amount} and ${checkout.disputed} between 0 and ${checkout.amount}
        and ${checkout.takenBack} between 0 and ${checkout.amount}`,
    ),
    check('checkouts_owed_was_taken_back', sql`${checkout.owed} between 0 and ${checkout.takenBack}`),
    check(
      'checkouts_has_paid_an_invoice',
      sql`not ${checkout.hasPaidInvoice} or ${checkout.purpose} = 'invoice'`,
    ),
    check(
      'checkouts_posted_was_paid',
      sql`${checkout.transactionId} is null or ${checkout.paidAt} is not null`,
    ),
    check(
      'checkouts_taken_back_was_posted',
      sql`${checkout.takenBack} = 0 or ${checkout.transactionId} is not null`,
    ),
    pgPolicy('checkouts_read_own', {
      for: 'select',
      to: authenticatedRole,
      using: sql`${checkout.userId} = ${authUid}`,
    }),
    liveSessionPolicy('checkouts'),
    systemPolicy('checkouts'),
  ],
);

export type Checkout = typeof checkouts.$inferSelect;
