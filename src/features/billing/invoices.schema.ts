import { sql } from 'drizzle-orm';
import {
  bigint,
  char,
  check,
  index,
  integer,
  pgEnum,
  pgPolicy,
  pgTable,
  smallint,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { authenticatedRole, authUid } from 'drizzle-orm/supabase';
import { profiles } from '~/features/auth/auth.schema';
import { timestamps } from '~/lib/db/columns';
import { liveSessionPolicy, systemPolicy } from '~/lib/db/policies';
import { subscriptions } from './billing.schema';

export const invoiceStatusEnum = pgEnum('invoice_status', ['draft', 'pending', 'paid', 'overdue', 'void']);
export const invoiceReasonEnum = pgEnum('invoice_reason', ['start', 'renewal', 'plan_change']);
export const invoiceVoidEnum = pgEnum('invoice_void_reason', ['cancelled', 'unpaid', 'left']);
/** A period of a plan, or the part of one that was given back because it was not used. */
export const invoiceLineEnum = pgEnum('invoice_line_kind', ['period', 'unused']);

/**
 * What is asked for a subscription, tax included. A draft becomes `pending` once, which gives it its number and sets it in
 * stone (triggers `issue_invoice`, `keep_invoice`): afterwards it is paid, becomes overdue or void, and is never deleted.
 * Guide 5, 7.
 */
export const invoices = pgTable(
  'invoices',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    /** `INV-2026-000001`: no gaps in a year. Empty for a draft. */
    number: text('number'),
    subscriptionId: uuid('subscription_id')
      .notNull()
      .references(() => subscriptions.id),
    /** Empty once the user has left. */
    userId: uuid('user_id').references(() => profiles.id, { onDelete: 'set null' }),
    /** Their name or address when it was issued. Goes with them. */
    billedTo: text('billed_to'),
    /** Who sold it, as the environment said when it was issued; address and number are empty where that said neither. */
    // The default is for an instance of the release before, which names no seller and still runs while this one is started.
    sellerName: text('seller_name').notNull().default('Alcázar'),
    sellerAddress: text('seller_address'),
    sellerTaxId: text('seller_tax_id'),
    reason: invoiceReasonEnum('reason').notNull(),
    status: invoiceStatusEnum('status').notNull(),
    /** Minor units of `currency`, tax included. */
    amount: bigint('amount', { mode: 'bigint' }).notNull(),
    /** The tax in it. */
    taxAmount: bigint('tax_amount', { mode: 'bigint' }).notNull(),
    taxBasisPoints: integer('tax_basis_points').notNull(),
    country: char('country', { length: 2 }).notNull(),
    currency: char('currency', { length: 3 }).notNull(),
    periodStart: timestamp('period_start', { withTimezone: true }).notNull(),
    periodEnd: timestamp('period_end', { withTimezone: true }).notNull(),
    dueDate: timestamp('due_date', { withTimezone: true }).notNull(),
    issuedAt: timestamp('issued_at', { withTimezone: true }),
    paidAt: timestamp('paid_at', { withTimezone: true }),
    /** When it was due and could not be collected. */
    overdueAt: timestamp('overdue_at', { withTimezone: true }),
    voidedAt: timestamp('voided_at', { withTimezone: true }),
    voidReason: invoiceVoidEnum('void_reason'),
    /** How often it could not be collected, and when it is tried again. */
    attempts: smallint('attempts').notNull().default(0),
    nextAttemptAt: timestamp('next_attempt_at', { withTimezone: true }),
    ...timestamps,
  },
  (invoice) => [
    unique('invoices_number').on(invoice.number),
    // What a payment refers to, so that it is of this amount exactly.
    unique('invoices_id_amount_currency').on(invoice.id, invoice.amount, invoice.currency),
    index('invoices_subscription_id_idx').on(invoice.subscriptionId),
    // A period is asked for once, however many machines renew it.
    uniqueIndex('invoices_one_per_period')
      .on(invoice.subscriptionId, invoice.periodStart)
      .where(sql`${invoice.reason} <> 'plan_change'`),
    // The pages of a customer's invoices, newest first.
    index('invoices_user_id_idx').on(
      invoice.userId,
      invoice.issuedAt.desc().nullsFirst(),
      invoice.id.desc().nullsFirst(),
    ),
    // What `billing:run` looks for.
    index('invoices_next_attempt_at_idx')
      .on(invoice.nextAttemptAt)
      .where(sql`${invoice.nextAttemptAt} is not null`),
    check('invoices_amount_not_negative', sql`${invoice.amount} >= 0`),
    check('invoices_tax_within_amount', sql`${invoice.taxAmount} between 0 and ${invoice.amount}`),
    check('invoices_currency_code', sql`${invoice.currency} ~ '^[A-Z]{3}$'`),
    check(
      'invoices_seller_whole',
      sql`(${invoice.sellerAddress} is null) = (${invoice.sellerTaxId} is null)`,
    ),
    check('invoices_period_runs', sql`${invoice.periodStart} < ${invoice.periodEnd}`),
    check(
      'invoices_issued_has_number',
      sql`case when ${invoice.status} = 'draft' then ${invoice.number} is null and ${invoice.issuedAt} is null
        else ${invoice.number} is not null and ${invoice.issuedAt} is not null end`,
    ),
    check('invoices_paid_has_date', sql`(${invoice.status} = 'paid') = (${invoice.paidAt} is not null)`),
    check(
      'invoices_overdue_has_date',
      sql`${invoice.status} <> 'overdue' or ${invoice.overdueAt} is not null`,
    ),
    check(
      'invoices_void_has_reason',
      sql`(${invoice.status} = 'void') = (${invoice.voidedAt} is not null)
        and (${invoice.status} = 'void') = (${invoice.voidReason} is not null)`,
    ),
    check(
      'invoices_open_is_tried_again',
      sql`(${invoice.status} in ('pending', 'overdue')) = (${invoice.nextAttemptAt} is not null)`,
    ),
    pgPolicy('invoices_read_own', {
      for: 'select',
      to: authenticatedRole,
      using: sql`${invoice.userId} = ${authUid}`,
    }),
    liveSessionPolicy('invoices'),
    systemPolicy('invoices'),
  ],
);

/** For policies. The subselect runs under the reader's own, and once for the statement, not once a row. */
export const ownInvoice = sql`invoice_id in (select id from public.invoices where user_id = ${authUid})`;

/** What an invoice is made of. The lines of one that is issued add up to its amount, and stay as they are. */
export const invoiceLines = pgTable(
  'invoice_lines',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    invoiceId: uuid('invoice_id')
      .notNull()
      .references(() => invoices.id),
    position: smallint('position').notNull(),
    kind: invoiceLineEnum('kind').notNull(),
    /** The plan's name as it was. */
    planName: text('plan_name').notNull(),
    periodStart: timestamp('period_start', { withTimezone: true }).notNull(),
    periodEnd: timestamp('period_end', { withTimezone: true }).notNull(),
    /** Minor units of the invoice's currency; below zero for what is given back. */
    amount: bigint('amount', { mode: 'bigint' }).notNull(),
  },
  (line) => [
    unique('invoice_lines_one_per_position').on(line.invoiceId, line.position),
    check('invoice_lines_unused_gives_back', sql`(${line.kind} = 'unused') = (${line.amount} < 0)`),
    pgPolicy('invoice_lines_read_own', { for: 'select', to: authenticatedRole, using: ownInvoice }),
    liveSessionPolicy('invoice_lines'),
    systemPolicy('invoice_lines'),
  ],
);

export type Invoice = typeof invoices.$inferSelect;
export type InvoiceLine = typeof invoiceLines.$inferSelect;
