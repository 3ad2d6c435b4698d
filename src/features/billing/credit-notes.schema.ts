import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  index,
  pgEnum,
  pgPolicy,
  pgTable,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { authenticatedRole } from 'drizzle-orm/supabase';
import { ledgerTransactions } from '~/features/wallet/wallet.schema';
import { liveSessionPolicy, systemPolicy } from '~/lib/db/policies';
import { invoices, ownInvoice } from './invoices.schema';

export const creditNoteReasonEnum = pgEnum('credit_note_reason', ['plan_change']);

/**
 * Money of a paid invoice that went back to the customer's wallet: a document of its own, because an invoice is neither
 * changed nor deleted. Never more than was paid (trigger `issue_credit_note`). Append-only.
 */
export const creditNotes = pgTable(
  'credit_notes',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    /** `CN-2026-000001`: given by the database, a series of its own without gaps. */
    number: text('number').notNull().default(''),
    invoiceId: uuid('invoice_id')
      .notNull()
      .references(() => invoices.id),
    reason: creditNoteReasonEnum('reason').notNull(),
    /** Minor units of the invoice's currency, tax included. */
    amount: bigint('amount', { mode: 'bigint' }).notNull(),
    /** The tax in it. */
    taxAmount: bigint('tax_amount', { mode: 'bigint' }).notNull(),
    ledgerTransactionId: uuid('ledger_transaction_id')
      .notNull()
      .references(() => ledgerTransactions.id),
    issuedAt: timestamp('issued_at', { withTimezone: true }).notNull(),
  },
  (note) => [
    unique('credit_notes_number').on(note.number),
    unique('credit_notes_ledger_transaction_id').on(note.ledgerTransactionId),
    index('credit_notes_invoice_id_idx').on(note.invoiceId),
    check('credit_notes_amount_positive', sql`${note.amount} > 0`),
    check('credit_notes_tax_within_amount', sql`${note.taxAmount} between 0 and ${note.amount}`),
    pgPolicy('credit_notes_read_own', { for: 'select', to: authenticatedRole, using: ownInvoice }),
    liveSessionPolicy('credit_notes'),
    systemPolicy('credit_notes'),
  ],
);

export type CreditNote = typeof creditNotes.$inferSelect;
