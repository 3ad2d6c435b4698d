import { and, eq, sql } from 'drizzle-orm';
import { type Database, db, type Transaction } from '~/lib/data/system';
import { isCheckViolation, isUniqueViolation } from '~/lib/db/refusals';
import { written } from '~/lib/db/written';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import {
  type HouseAccount,
  type LedgerAccount,
  type LedgerTransaction,
  ledgerAccounts,
  ledgerEntries,
  ledgerTransactions,
} from './wallet.schema';

/** An account's part in a posting: minor units, positive is more in the account. */
export interface Part {
  account: Pick<LedgerAccount, 'id' | 'currency'>;
  amount: bigint;
}

/** Money that is to move, and the command that moves it. */
export interface Posting {
  /** Of the transaction it makes, from whoever has to know it beforehand. */
  id?: string;
  kind: LedgerTransaction['kind'];
  /** The command's name for ever: what has been posted under it is not posted again. */
  reference: string;
  parts: readonly [Part, Part, ...Part[]];
  note?: string | null;
  metadata?: Record<string, string>;
  reversesId?: string;
}

/** A transaction of the ledger that stands when the caller's transaction does. */
export type Posted = Pick<LedgerTransaction, 'id'>;

/**
 * Moves money between accounts of one currency, in the caller's transaction and one statement. The database locks the accounts in one order,
 * keeps their balances, and refuses at commit what does not add up to nothing: that would be a bug.
 * Throws `unprocessable` for parts in several currencies and for a recipient who has just left, `conflict` for a wallet without enough and for a reference that
 * has been posted before; the caller's transaction can not go on after it. Guide 7.
 */
export async function post(posting: Posting, now: Date, tx: Transaction): Promise<Posted> {
  const { id = crypto.randomUUID(), parts, note = null, metadata = {}, reversesId = null, ...said } = posting;
  const { currency } = parts[0].account;
  if (parts.some(({ account }) => account.currency !== currency)) {
    throw new AppError('unprocessable', m.wallet_other_currency());
  }
  const ofParts = parts.flatMap(({ account, amount }, at) => [
    [`account${at}`, account.id],
    [`amount${at}`, amount],
  ]);
  const values = { ...said, id, currency, postedAt: now, note, metadata, reversesId };
  await postingOf(tx, `${parts.length}`)
    .execute({ ...values, ...Object.fromEntries(ofParts) })
    .catch((error: unknown) => {
      throw refusalOfPosting(error) ?? error;
    });
  return { id };
}

const postingOf = written((database: Database, parts: `${number}`) => {
  const [id, currency] = [sql.placeholder('id'), sql.placeholder('currency')];
  const postedAt = sql.placeholder('postedAt');
  const posted = database.insert(ledgerTransactions).values({
    id,
    kind: sql.placeholder('kind'),
    currency,
    postedAt,
    entryCount: Number(parts),
    reference: sql.placeholder('reference'),
    reversesId: sql.placeholder('reversesId'),
    note: sql.placeholder('note'),
    metadata: sql.placeholder('metadata'),
  });
  const entries = Array.from({ length: Number(parts) }, (_, at) => ({
    transactionId: id,
    accountId: sql.placeholder(`account${at}`),
    amount: sql.placeholder(`amount${at}`),
    currency,
    postedAt,
  }));
  return database
    .with(database.$with('posted', {}).as(posted.getSQL()))
    .insert(ledgerEntries)
    .values(entries)
    .prepare('posting');
});

/** The house's own account of that kind; the migrations have made one for each currency. */
export async function houseAccount(
  kind: HouseAccount,
  currency: string,
  database: Database = db,
): Promise<LedgerAccount> {
  const [account] = await database
    .select()
    .from(ledgerAccounts)
    .where(and(eq(ledgerAccounts.kind, kind), eq(ledgerAccounts.currency, currency)));
  if (!account) throw new AppError('unprocessable', m.wallet_other_currency());
  return account;
}

/** The wallet of a user in that currency, or null for one that nothing has ever gone into. */
export async function findWallet(
  userId: string,
  currency: string,
  database: Database = db,
): Promise<LedgerAccount | null> {
  const [wallet] = await database
    .select()
    .from(ledgerAccounts)
    .where(and(eq(ledgerAccounts.userId, userId), eq(ledgerAccounts.currency, currency)));
  return wallet ?? null;
}

/** The wallet of a user in that currency, opened where there is none yet; two at once open one. */
export async function openWallet(
  userId: string,
  currency: string,
  database: Database = db,
): Promise<LedgerAccount> {
  const found = await findWallet(userId, currency, database);
  if (found) return found;
  await database
    .insert(ledgerAccounts)
    .values({ kind: 'wallet', userId, currency })
    .onConflictDoNothing({ target: [ledgerAccounts.userId, ledgerAccounts.currency] });
  const opened = await findWallet(userId, currency, database);
  if (!opened)
    throw new Error(`The wallet of ${userId} in ${currency} is neither there nor can it be opened.`);
  return opened;
}

function refusalOfPosting(error: unknown): AppError | undefined {
  if (isCheckViolation(error, 'ledger_accounts_wallet_not_negative')) {
    return new AppError('conflict', m.wallet_not_enough(), { cause: error });
  }
  if (isCheckViolation(error, 'ledger_entries_wallet_has_user')) {
    return new AppError('unprocessable', m.wallet_unknown_recipient(), { cause: error });
  }
  if (isUniqueViolation(error, 'ledger_transactions_reference')) {
    return new AppError('conflict', m.wallet_sent_before(), { cause: error });
  }
  if (isUniqueViolation(error, 'ledger_transactions_reversed_once')) {
    return new AppError('conflict', m.wallet_reversed_already(), { cause: error });
  }
  return undefined;
}
