import { eq, inArray, type SQL, sql } from 'drizzle-orm';
import { type PgColumn, type PgTable, QueryBuilder } from 'drizzle-orm/pg-core';
import { passwordHistory, profiles } from '~/features/auth/auth.schema';
import { emailChanges } from '~/features/auth/email-change.schema';
import { billingDetails, subscriptionPrices, subscriptions } from '~/features/billing/billing.schema';
import { creditNotes } from '~/features/billing/credit-notes.schema';
import { payments } from '~/features/billing/invoice-payments.schema';
import { invoiceLines, invoices } from '~/features/billing/invoices.schema';
import { checkouts } from '~/features/payments/checkouts.schema';
import { knownDevices, securityEvents, securityReportLinks } from '~/features/security/security.schema';
import { userSessions } from '~/features/sessions/sessions.schema';
import { ledgerAccounts, ledgerEntries, ledgerTransactions } from '~/features/wallet/wallet.schema';
import { idempotencyKeys } from '~/lib/idempotency/idempotency.schema';
import { mailOutbox } from '~/lib/mail/outbox.schema';

/** One table of the export. */
export interface Section {
  table: PgTable;
  /** Which of its rows are the user's. */
  mine: (userId: string) => SQL;
  /** Tells the rows of a user apart, and stays as it is: pages go by it. */
  key: PgColumn | SQL;
  /** Columns that stay here, by name, and why. */
  withheld?: Record<string, string>;
}

const OPENS = 'It is the hash of something that opens your account.';
const OTHERS = 'It may name another person.';

/**
 * Everything that is kept about a user, in the order of the file. A new table of a user is entered here, or below with the
 * reason why not: a test asks the database for every table that leads to a user. Guide 17.
 */
export const SECTIONS: readonly Section[] = [
  { table: profiles, mine: (id) => eq(profiles.id, id), key: profiles.id },
  { table: billingDetails, mine: (id) => eq(billingDetails.userId, id), key: billingDetails.userId },
  { table: subscriptions, mine: (id) => eq(subscriptions.userId, id), key: subscriptions.id },
  {
    table: subscriptionPrices,
    mine: (id) => inArray(subscriptionPrices.subscriptionId, subscriptionsOf(id)),
    key: sql`${subscriptionPrices.subscriptionId} || ' ' || ${subscriptionPrices.since}`,
  },
  { table: invoices, mine: (id) => eq(invoices.userId, id), key: invoices.id },
  {
    table: invoiceLines,
    mine: (id) => inArray(invoiceLines.invoiceId, invoicesOf(id)),
    key: invoiceLines.id,
  },
  { table: payments, mine: (id) => inArray(payments.invoiceId, invoicesOf(id)), key: payments.id },
  { table: creditNotes, mine: (id) => inArray(creditNotes.invoiceId, invoicesOf(id)), key: creditNotes.id },
  {
    table: checkouts,
    mine: (id) => eq(checkouts.userId, id),
    key: checkouts.id,
    withheld: { url: 'Whoever has it stands before your payment.' },
  },
  { table: ledgerAccounts, mine: (id) => eq(ledgerAccounts.userId, id), key: ledgerAccounts.id },
  {
    table: ledgerTransactions,
    mine: (id) => inArray(ledgerTransactions.id, transactionsOf(id)),
    key: ledgerTransactions.id,
    withheld: { reference: OTHERS, metadata: OTHERS },
  },
  {
    table: ledgerEntries,
    mine: (id) => inArray(ledgerEntries.accountId, walletsOf(id)),
    key: ledgerEntries.id,
  },
  {
    table: idempotencyKeys,
    mine: (id) => eq(idempotencyKeys.userId, id),
    key: sql`${idempotencyKeys.route} || ' ' || ${idempotencyKeys.key}`,
  },
  {
    table: userSessions,
    mine: (id) => eq(userSessions.userId, id),
    key: userSessions.id,
    withheld: { revoked_by: OTHERS },
  },
  {
    table: securityEvents,
    mine: (id) => eq(securityEvents.userId, id),
    key: securityEvents.id,
    withheld: { actor_id: OTHERS },
  },
  {
    table: knownDevices,
    mine: (id) => eq(knownDevices.userId, id),
    key: knownDevices.deviceHash,
    withheld: { device_hash: OPENS },
  },
  {
    table: securityReportLinks,
    mine: (id) => eq(securityReportLinks.userId, id),
    key: securityReportLinks.tokenHash,
    withheld: { token_hash: OPENS },
  },
  {
    table: passwordHistory,
    mine: (id) => eq(passwordHistory.userId, id),
    key: passwordHistory.id,
    withheld: { password_hash: OPENS },
  },
  { table: emailChanges, mine: (id) => eq(emailChanges.userId, id), key: emailChanges.userId },
  {
    table: mailOutbox,
    mine: (id) => eq(mailOutbox.userId, id),
    key: mailOutbox.id,
    withheld: {
      text: 'It may carry a link that opens your account; the mail itself comes to you.',
      html: 'As its text.',
    },
  },
];

/** What leads to a user and is not in the file as a table of its own. */
export const NOT_IN_FILE: Readonly<Record<string, string>> = {
  'auth.users': 'It is in `account`, but for what opens the account.',
  'auth.identities': 'They are in `account`.',
  'auth.sessions': 'Each is in `user_sessions`; the rest are keys that go on with a session.',
  'auth.refresh_tokens': 'Each of them opens your account.',
  'auth.flow_state': 'Codes and tokens of sign-ins under way: they open your account.',
  'auth.audit_log_entries': 'The diary of the sign-in service; `security_events` tells the same.',
};

const query = new QueryBuilder();

function subscriptionsOf(userId: string) {
  return query.select({ id: subscriptions.id }).from(subscriptions).where(eq(subscriptions.userId, userId));
}

function invoicesOf(userId: string) {
  return query.select({ id: invoices.id }).from(invoices).where(eq(invoices.userId, userId));
}

function walletsOf(userId: string) {
  return query
    .select({ id: ledgerAccounts.id })
    .from(ledgerAccounts)
    .where(eq(ledgerAccounts.userId, userId));
}

function transactionsOf(userId: string) {
  return query
    .select({ id: ledgerEntries.transactionId })
    .from(ledgerEntries)
    .where(inArray(ledgerEntries.accountId, walletsOf(userId)));
}
