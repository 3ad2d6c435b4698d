import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Transaction } from '~/lib/data/system';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import { type Posted, type Posting, post } from './ledger.service';
import { type LedgerTransaction, ledgerAccounts, ledgerEntries, ledgerTransactions } from './wallet.schema';

/**
 * Undoes a transaction by another one that says so, once. Throws `not_found`, `conflict` for one that is undone already,
 * that undoes another, that belongs to an invoice or goes back to a card, or whose money has gone on from the wallet it
 * went to. Guide 7.
 */
export async function postReversal(
  transactionId: string,
  said: Pick<Posting, 'reference' | 'note' | 'metadata'>,
  now: Date,
  tx: Transaction,
): Promise<Posted> {
  const [reversed] = await tx
    .select()
    .from(ledgerTransactions)
    .where(eq(ledgerTransactions.id, transactionId));
  if (!reversed) throw new AppError('not_found', m.wallet_transaction_missing());
  await refuseWhatStands(reversed, tx);
  const entries = await tx.select().from(ledgerEntries).where(eq(ledgerEntries.transactionId, transactionId));
  const [first, second, ...rest] = entries.map(({ accountId, currency, amount }) => ({
    account: { id: accountId, currency },
    amount: -amount,
  }));
  if (!first || !second) throw new Error(`The ledger transaction ${transactionId} has no entries.`);
  return post(
    { ...said, kind: 'reversal', parts: [first, second, ...rest], reversesId: transactionId },
    now,
    tx,
  );
}

async function refuseWhatStands({ id, kind }: LedgerTransaction, tx: Transaction): Promise<void> {
  if (kind === 'reversal') throw new AppError('conflict', m.wallet_reversal_stands());
  // Their invoice would still say that they are paid.
  if (kind === 'payment' || kind === 'refund') throw new AppError('conflict', m.wallet_reversal_of_payment());
  // The card keeps what it was given: it would be paid out twice, or taken from the wallet twice.
  if (kind === 'card_return' || (kind === 'top_up' && (await hasGoneBack(id, tx))))
    throw new AppError('conflict', m.wallet_reversal_of_card());
}

/** Has an administrator undone it by hand? */
export async function isReversed(transactionId: string, tx: Transaction): Promise<boolean> {
  return (await tx.$count(ledgerTransactions, eq(ledgerTransactions.reversesId, transactionId))) > 0;
}

/** Has a card had to do with it again: was it given some of it back, or some of that won from it? Read by the account, whose entries have an index. */
export async function hasGoneBack(topUpId: string, tx: Transaction): Promise<boolean> {
  const accounts = tx
    .select({ id: ledgerEntries.accountId })
    .from(ledgerEntries)
    .innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerEntries.accountId))
    .where(and(eq(ledgerEntries.transactionId, topUpId), eq(ledgerAccounts.kind, 'wallet')));
  const returned = await tx
    .select({ id: ledgerTransactions.id })
    .from(ledgerEntries)
    .innerJoin(ledgerTransactions, eq(ledgerTransactions.id, ledgerEntries.transactionId))
    .where(
      and(
        inArray(ledgerEntries.accountId, accounts),
        eq(ledgerTransactions.kind, 'card_return'),
        sql`${ledgerTransactions.metadata}->>'returns' = ${topUpId}`,
      ),
    )
    .limit(1);
  return returned.length > 0;
}
