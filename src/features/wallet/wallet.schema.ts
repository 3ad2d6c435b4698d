import { sql } from 'drizzle-orm';
import {
  bigint,
  char,
  check,
  foreignKey,
  index,
  jsonb,
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
import { authenticatedRole, authUid, authUsers } from 'drizzle-orm/supabase';
import { timestamps } from '~/lib/db/columns';
import { liveSessionPolicy, systemPolicy } from '~/lib/db/policies';
import { NOTE_MAX, REFERENCE_MAX } from './wallet.limits';

/** Whose money an account counts: a user's wallet, or one of the house's own books. */
export const ledgerAccountEnum = pgEnum('ledger_account_kind', [
  'wallet',
  // Money that is on its way in: what payment providers owe the house.
  'clearing',
  // Money that is on its way out.
  'payouts',
  'revenue',
  // What customers owe the house.
  'receivable',
  // What the house owes the state.
  'tax',
]);

export const ledgerTransactionEnum = pgEnum('ledger_transaction_kind', [
  'top_up',
  'transfer',
  'reversal',
  // A wallet pays an invoice.
  'payment',
  // Money of a paid invoice goes back to the wallet.
  'refund',
  // A card that had brought money in was given it back, or has taken it back; or what could not be taken then is paid off.
  'card_return',
]);

/**
 * An account of the ledger. Its balance is what the house owes whoever it belongs to, in minor units: a wallet's is never
 * below zero, the house's own may be. The trigger `keep_ledger_balances` alone writes it, as the sum of the entries. An
 * account outlives its user: the name goes, the money's trail stays. Guide 7.
 */
export const ledgerAccounts = pgTable(
  'ledger_accounts',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    kind: ledgerAccountEnum('kind').notNull(),
    /** Empty for the house's own, and for a wallet whose user has left. */
    userId: uuid('user_id').references(() => authUsers.id, { onDelete: 'set null' }),
    currency: char('currency', { length: 3 }).notNull(),
    /** Minor units of `currency`. */
    balance: bigint('balance', { mode: 'bigint' }).notNull().default(sql`0`),
    ...timestamps,
  },
  (account) => [
    uniqueIndex('ledger_accounts_one_wallet_per_currency').on(account.userId, account.currency),
    uniqueIndex('ledger_accounts_one_of_the_house_per_currency')
      .on(account.kind, account.currency)
      .where(sql`${account.kind} <> 'wallet'`),
    // What an entry refers to, so that it cannot be in another currency than its account.
    unique('ledger_accounts_id_currency').on(account.id, account.currency),
    check('ledger_accounts_currency_code', sql`${account.currency} ~ '^[A-Z]{3}$'`),
    check('ledger_accounts_house_has_no_user', sql`${account.kind} = 'wallet' or ${account.userId} is null`),
    check('ledger_accounts_wallet_not_negative', sql`${account.kind} <> 'wallet' or ${account.balance} >= 0`),
    pgPolicy('ledger_accounts_read_own', {
      for: 'select',
      to: authenticatedRole,
      using: sql`${account.userId} = ${authUid}`,
    }),
    liveSessionPolicy('ledger_accounts'),
    systemPolicy('ledger_accounts'),
  ],
);

/**
 * Something that moved money, once and for good: append-only for everybody, and wrong ones are put right by another one
 * that reverses them. The deferred trigger `ledger_transaction_is_whole` refuses one that is not balanced at commit. Guide 7.
 */
export const ledgerTransactions = pgTable(
  'ledger_transactions',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    kind: ledgerTransactionEnum('kind').notNull(),
    currency: char('currency', { length: 3 }).notNull(),
    postedAt: timestamp('posted_at', { withTimezone: true }).notNull(),
    /** How many entries it has, so that none can be added later on. */
    entryCount: smallint('entry_count').notNull(),
    /** The command behind it, for ever: what has one reference is posted once, however long ago the first time was. */
    reference: text('reference').notNull(),
    reversesId: uuid('reverses_id'),
    /** What the sender wrote to the recipient. Goes when the sender's account goes. */
    note: text('note'),
    /** A few plain words, such as who reversed it and why. */
    metadata: jsonb('metadata').$type<Record<string, string>>().notNull().default({}),
  },
  (transaction) => [
    foreignKey({
      name: 'ledger_transactions_reverses_id_fk',
      columns: [transaction.reversesId],
      foreignColumns: [transaction.id],
    }),
    unique('ledger_transactions_reference').on(transaction.reference),
    unique('ledger_transactions_reversed_once').on(transaction.reversesId),
    // What an entry refers to, so that it cannot be in another currency or of another time than its transaction.
    unique('ledger_transactions_id_currency_posted_at').on(
      transaction.id,
      transaction.currency,
      transaction.postedAt,
    ),
    check('ledger_transactions_two_entries', sql`${transaction.entryCount} >= 2`),
    check(
      'ledger_transactions_reversal_names_its_cause',
      sql`(${transaction.kind} = 'reversal') = (${transaction.reversesId} is not null)`,
    ),
    check(
      'ledger_transactions_reference_short',
      sql`char_length(${transaction.reference}) between 1 and ${sql.raw(String(REFERENCE_MAX))}`,
    ),
    check(
      'ledger_transactions_note_short',
      sql`char_length(${transaction.note}) between 1 and ${sql.raw(String(NOTE_MAX))}`,
    ),
    systemPolicy('ledger_transactions'),
  ],
);

/** One account's part in a transaction; the parts of one transaction add up to nothing. Append-only for everybody. Guide 7. */
export const ledgerEntries = pgTable(
  'ledger_entries',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    transactionId: uuid('transaction_id').notNull(),
    accountId: uuid('account_id').notNull(),
    /** Minor units; positive is more in the account. */
    amount: bigint('amount', { mode: 'bigint' }).notNull(),
    currency: char('currency', { length: 3 }).notNull(),
    /** That of the transaction, here for the order of a statement. */
    postedAt: timestamp('posted_at', { withTimezone: true }).notNull(),
  },
  (entry) => [
    foreignKey({
      name: 'ledger_entries_transaction_fk',
      columns: [entry.transactionId, entry.currency, entry.postedAt],
      foreignColumns: [ledgerTransactions.id, ledgerTransactions.currency, ledgerTransactions.postedAt],
    }),
    foreignKey({
      name: 'ledger_entries_account_fk',
      columns: [entry.accountId, entry.currency],
      foreignColumns: [ledgerAccounts.id, ledgerAccounts.currency],
    }),
    // One entry an account; the columns in between are those of the foreign key, which wants an index too.
    uniqueIndex('ledger_entries_one_per_account').on(
      entry.transactionId,
      entry.currency,
      entry.postedAt,
      entry.accountId,
    ),
    // The pages of a statement, newest first, read one after the other from here.
    index('ledger_entries_statement_idx').on(
      entry.accountId,
      entry.currency,
      entry.postedAt.desc().nullsFirst(),
      entry.id.desc().nullsFirst(),
    ),
    check('ledger_entries_amount_moves', sql`${entry.amount} <> 0`),
    // The subselect runs under the reader's own policies, and once for the statement, not once a row.
    pgPolicy('ledger_entries_read_own', {
      for: 'select',
      to: authenticatedRole,
      using: sql`${entry.accountId} in (select id from public.ledger_accounts where user_id = ${authUid})`,
    }),
    liveSessionPolicy('ledger_entries'),
    systemPolicy('ledger_entries'),
  ],
);

export type LedgerAccount = typeof ledgerAccounts.$inferSelect;
export type LedgerTransaction = typeof ledgerTransactions.$inferSelect;
export type LedgerEntry = typeof ledgerEntries.$inferSelect;
export type HouseAccount = Exclude<LedgerAccount['kind'], 'wallet'>;
