/** The aggregator: every table of every feature for Drizzle, and the relations between features. Guide 5. */
import { relations } from 'drizzle-orm';
import { profiles } from '~/features/auth/auth.schema';
import { plans, prices, subscriptions } from '~/features/billing/billing.schema';
import { creditNotes } from '~/features/billing/credit-notes.schema';
import { payments } from '~/features/billing/invoice-payments.schema';
import { invoiceLines, invoices } from '~/features/billing/invoices.schema';

export * from '~/features/admin/reports.schema';
export * from '~/features/auth/auth.schema';
export * from '~/features/auth/email-change.schema';
export * from '~/features/billing/billing.schema';
export * from '~/features/billing/credit-notes.schema';
export * from '~/features/billing/document-numbers.schema';
export * from '~/features/billing/invoice-payments.schema';
export * from '~/features/billing/invoices.schema';
export * from '~/features/billing/tax-rates.schema';
export * from '~/features/payments/checkouts.schema';
export * from '~/features/payments/test-provider/test-provider.schema';
export * from '~/features/payments/webhook-events.schema';
export * from '~/features/security/security.schema';
export * from '~/features/sessions/sessions.schema';
export * from '~/features/wallet/wallet.schema';
export * from '~/lib/idempotency/idempotency.schema';
export * from '~/lib/mail/outbox.schema';

export const profilesRelations = relations(profiles, ({ many }) => ({
  subscriptions: many(subscriptions),
}));

export const plansRelations = relations(plans, ({ many }) => ({
  prices: many(prices),
  subscriptions: many(subscriptions),
}));

export const pricesRelations = relations(prices, ({ one }) => ({
  plan: one(plans, { fields: [prices.planId], references: [plans.id] }),
}));

export const subscriptionsRelations = relations(subscriptions, ({ one, many }) => ({
  profile: one(profiles, { fields: [subscriptions.userId], references: [profiles.id] }),
  plan: one(plans, { fields: [subscriptions.planId], references: [plans.id] }),
  price: one(prices, { fields: [subscriptions.priceId], references: [prices.id] }),
  invoices: many(invoices),
}));

export const invoicesRelations = relations(invoices, ({ one, many }) => ({
  subscription: one(subscriptions, { fields: [invoices.subscriptionId], references: [subscriptions.id] }),
  lines: many(invoiceLines),
  payment: one(payments),
  creditNotes: many(creditNotes),
}));

export const invoiceLinesRelations = relations(invoiceLines, ({ one }) => ({
  invoice: one(invoices, { fields: [invoiceLines.invoiceId], references: [invoices.id] }),
}));

export const paymentsRelations = relations(payments, ({ one }) => ({
  invoice: one(invoices, { fields: [payments.invoiceId], references: [invoices.id] }),
}));

export const creditNotesRelations = relations(creditNotes, ({ one }) => ({
  invoice: one(invoices, { fields: [creditNotes.invoiceId], references: [invoices.id] }),
}));
