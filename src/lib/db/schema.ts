/** The aggregator: every table of every feature for Drizzle, and the relations between features. Guide 5. */
import { relations } from 'drizzle-orm';
import { profiles } from '~/features/auth/auth.schema';
import { invoices, plans, subscriptions } from '~/features/billing/billing.schema';

export * from '~/features/auth/auth.schema';
export * from '~/features/billing/billing.schema';
export * from '~/features/security/security.schema';
export * from '~/features/sessions/sessions.schema';
export * from '~/features/wallet/wallet.schema';
export * from '~/lib/idempotency/idempotency.schema';
export * from '~/lib/mail/outbox.schema';

export const profilesRelations = relations(profiles, ({ many }) => ({
  subscriptions: many(subscriptions),
}));

export const plansRelations = relations(plans, ({ many }) => ({
  subscriptions: many(subscriptions),
}));

export const subscriptionsRelations = relations(subscriptions, ({ one, many }) => ({
  profile: one(profiles, { fields: [subscriptions.userId], references: [profiles.id] }),
  plan: one(plans, { fields: [subscriptions.planId], references: [plans.id] }),
  invoices: many(invoices),
}));

export const invoicesRelations = relations(invoices, ({ one }) => ({
  subscription: one(subscriptions, { fields: [invoices.subscriptionId], references: [subscriptions.id] }),
}));
