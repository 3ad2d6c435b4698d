import { and, eq, sql } from 'drizzle-orm';
import { isAdministrator } from '~/features/auth/administrator';
import { type Database, db, type Transaction } from '~/lib/data/system';
import { isUniqueViolation } from '~/lib/db/refusals';
import { written } from '~/lib/db/written';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import { once, oncePlanned } from '~/lib/idempotency/once.server';
import type { Actor } from '~/lib/request/actor';
import type { Visit } from '~/lib/request/visit';
import { findWallet, houseAccount, openWallet, post } from './ledger.service';
import { logged } from './money-log.server';
import { postReversal } from './reversing';
import { requireFunds, sending, TRANSFER } from './sending';
import type { TransferInput } from './wallet.input';
import { ledgerAccounts, ledgerEntries, ledgerTransactions } from './wallet.schema';

// The statement is a file of its own, and one of the wallet's verbs all the same.
export { findEntry, type ListedEntry, listEntries } from './statement.service';

/** The transaction that moved the money. Like all answers that are kept, it survives JSON. */
export interface Moved {
  transactionId: string;
}

export interface Balance {
  currency: string;
  /** Minor units. */
  balance: bigint;
}

/** Minor units in the actor's wallet of that currency; nothing where there is no wallet yet. Guide 7. */
export async function getBalance(
  actor: Pick<Actor, 'id'>,
  currency: string,
  database: Database = db,
): Promise<bigint> {
  return (await findWallet(actor.id, currency, database))?.balance ?? 0n;
}

/** What the actor has, in each currency that anything has ever come in. Guide 7. */
export function listBalances(actor: Pick<Actor, 'id'>, database: Database = db): Promise<Balance[]> {
  return balancesOf(database).execute({ userId: actor.id });
}

const balancesOf = written((database: Database) =>
  database
    .select({ currency: ledgerAccounts.currency, balance: ledgerAccounts.balance })
    .from(ledgerAccounts)
    .where(eq(ledgerAccounts.userId, sql.placeholder('userId')))
    .orderBy(ledgerAccounts.currency)
    .prepare('balances'),
);

/** What would be left after a transfer, before it is confirmed. Says nothing of the recipient, and throws as `transfer` does for the rest. */
export async function checkTransfer(
  actor: Pick<Actor, 'id' | 'email'>,
  input: TransferInput,
  database: Database = db,
): Promise<bigint> {
  const from = await requireFunds(actor, input, database);
  return from.balance - input.amount;
}

/**
 * Sends money from the actor's wallet to whoever has an account under the recipient's address, once for each `key`. The
 * recipient's wallet is opened where there is none; nobody's money changes currency.
 * Throws `conflict` without enough money, `unprocessable` for the actor's own address and, in the same words, for one that
 * cannot receive: unknown, suspended, or not one person's (decision 102); what `once` throws. Seed 002, guide 7.
 */
export async function transfer(
  actor: Pick<Actor, 'id' | 'email'>,
  input: TransferInput,
  visit: Visit,
  database: Database = db,
): Promise<Moved> {
  const { key, ...asked } = input;
  const command = { userId: actor.id, route: TRANSFER, key, input: asked };
  const sent = oncePlanned(command, visit.now, sending(actor, input, visit.now), database);
  const { address, requestId } = visit;
  const fields = { by: actor.id, amount: input.amount, currency: input.currency, address, requestId };
  return logged(TRANSFER, fields, sent);
}

/** Money that has reached the house on its way to a user. */
export interface TopUp {
  userId: string;
  /** Minor units. */
  amount: bigint;
  currency: string;
  /** The payment behind it, such as a provider's id of it. What has come in under one reference comes in once. */
  reference: string;
}

/**
 * Puts money into a user's wallet that the house has received, or is about to receive, by a payment. Asked again for the
 * same payment it answers the transaction of the first time. For the code that heard of the payment, never for the user.
 * Throws `conflict` for a reference that was another payment. Guide 7.
 */
export async function topUp(input: TopUp, now: Date, database: Database = db): Promise<Moved> {
  const { userId, amount, currency } = input;
  if (amount <= 0n) throw new AppError('invalid', m.wallet_amount_not_positive());
  const reference = `top_up:${input.reference}`;
  const done = database.transaction(async (tx) => {
    const wallet = await openWallet(userId, currency, tx);
    const clearing = await houseAccount('clearing', currency, tx);
    const parts = [
      { account: wallet, amount },
      { account: clearing, amount: -amount },
    ] as const;
    const posted = await tx
      .transaction((nested) => post({ kind: 'top_up', reference, parts }, now, nested))
      .catch((error: unknown) => {
        if (!isUniqueViolation(error, 'ledger_transactions_reference')) throw error;
        return requirePosted(reference, { walletId: wallet.id, amount }, tx);
      });
    return { transactionId: posted.id };
  });
  return logged('wallet.top_up', { userId, amount, currency, reference }, done);
}

/**
 * Takes a transaction back by a new one that is linked to it, once. For administrators: the money may leave a wallet
 * without its user's doing. Throws `forbidden`, `not_found`, and `conflict` for one that is reversed already or whose money
 * has gone on. Guide 7.
 */
export async function reverse(
  actor: Pick<Actor, 'id' | 'profile'>,
  { transactionId, reason, key }: { transactionId: string; reason: string; key: string },
  visit: Visit,
  database: Database = db,
): Promise<Moved> {
  if (!isAdministrator(actor.profile)) throw new AppError('forbidden', m.error_forbidden_text());
  const command = { userId: actor.id, route: 'wallet.reverse', key, input: { transactionId, reason } };
  const said = { reference: `reversal:${transactionId}`, metadata: { reason, by: actor.id } };
  const reversed = once(
    command,
    visit.now,
    async (tx) => ({ transactionId: (await postReversal(transactionId, said, visit.now, tx)).id }),
    database,
  );
  const { address, requestId } = visit;
  return logged('wallet.reverse', { by: actor.id, reverses: transactionId, address, requestId }, reversed);
}

async function requirePosted(
  reference: string,
  { walletId, amount }: { walletId: string; amount: bigint },
  tx: Transaction,
): Promise<{ id: string }> {
  const [same] = await tx
    .select({ id: ledgerTransactions.id })
    .from(ledgerTransactions)
    .innerJoin(ledgerEntries, eq(ledgerEntries.transactionId, ledgerTransactions.id))
    .where(
      and(
        eq(ledgerTransactions.reference, reference),
        eq(ledgerEntries.accountId, walletId),
        eq(ledgerEntries.amount, amount),
      ),
    );
  if (!same) throw new AppError('conflict', m.error_command_differs());
  return same;
}
