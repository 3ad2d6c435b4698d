import {
  bigint,
  char,
  foreignKey,
  index,
  pgEnum,
  pgPolicy,
  pgTable,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { authenticatedRole } from 'drizzle-orm/supabase';
import { ledgerTransactions } from '~/features/wallet/wallet.schema';
import { liveSessionPolicy, systemPolicy } from '~/lib/db/policies';
import { invoices, ownInvoice } from './invoices.schema';

export const paymentMethodEnum = pgEnum('payment_method', [
  'wallet',
  // Through the wallet as well, by a card that was charged for this invoice.
  'card',
]);

/** The whole of an invoice, paid once. An invoice is paid when and only when it has one (trigger `invoice_is_settled`). */
export const payments = pgTable(
  'payments',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    invoiceId: uuid('invoice_id').notNull(),
    amount: bigint('amount', { mode: 'bigint' }).notNull(),
    currency: char('currency', { length: 3 }).notNull(),
    method: paymentMethodEnum('method').notNull(),
    ledgerTransactionId: uuid('ledger_transaction_id')
      .notNull()
      .references(() => ledgerTransactions.id),
    paidAt: timestamp('paid_at', { withTimezone: true }).notNull(),
  },
  (payment) => [
    foreignKey({
      name: 'payments_invoice_fk',
      columns: [payment.invoiceId, payment.amount, payment.currency],
      foreignColumns: [invoices.id, invoices.amount, invoices.currency],
    }),
    index('payments_invoice_idx').on(payment.invoiceId, payment.amount, payment.currency),
    unique('payments_one_per_invoice').on(payment.invoiceId),
    unique('payments_ledger_transaction_id').on(payment.ledgerTransactionId),
    pgPolicy('payments_read_own', { for: 'select', to: authenticatedRole, using: ownInvoice }),
    liveSessionPolicy('payments'),
    systemPolicy('payments'),
  ],
);

export type Payment = typeof payments.$inferSelect;
