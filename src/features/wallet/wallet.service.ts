import { and, eq, sql } from 'drizzle-orm';
import { isAdministrator } from '~/features/auth/administrator';
import { profiles } from '~/features/auth/auth.schema';
import { type Database, db, type Transaction } from '~/lib/data/system';
import { isUniqueViolation } from '~/lib/db/refusals';
import { written } from '~/lib/db/written';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import { idempotencyKeys } from '~/lib/idempotency/idempotency.schema';
import { once } from '~/lib/idempotency/once.server';
import type { Actor } from '~/lib/request/actor';
import type { Visit } from '~/lib/request/visit';
import { formatWait } from '~/lib/wait';
import { findWallet, houseAccount, openWallet, post, postReversal } from './ledger.service';
import { logged } from './money-log.server';
import type { TransferInput } from './wallet.input';
import { MISSES_MAX, MISSES_SECONDS } from './wallet.limits';
import { type LedgerAccount, ledgerAccounts, ledgerEntries, ledgerTransactions } from './wallet.schema';

// The statement is a file of its own, and one of the wallet's verbs all the same.
export { findEntry, type ListedEntry, listEntries } from './statement.service';

const TRANSFER = 'wallet.transfer';

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
  const sent = once(command, visit.now, (tx) => send(actor, input, visit.now, tx), database);
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

async function send(
  actor: Pick<Actor, 'id' | 'email'>,
  { recipient, amount, currency, note, key }: TransferInput,
  now: Date,
  tx: Transaction,
): Promise<Moved> {
  // Before the recipient: whoever has nothing to send learns nothing of who has an account.
  const from = await requireFunds(actor, { recipient, amount, currency }, tx);
  await requireFewMisses(actor, tx);
  const payee = await requirePayee(recipient, tx);
  if (payee === actor.id) throw new AppError('unprocessable', m.wallet_own_address());
  const to = await openWallet(payee, currency, tx);
  const parts = [
    { account: from, amount: -amount },
    { account: to, amount },
  ] as const;
  // Under the wallet, not the user: it stays when they leave.
  const reference = `transfer:${from.id}:${key}`;
  const posted = await post({ kind: 'transfer', reference, parts, note }, now, tx);
  return { transactionId: posted.id };
}

/** The sender's wallet, where it has enough now. The database has the last word at the posting. */
async function requireFunds(
  actor: Pick<Actor, 'id' | 'email'>,
  { recipient, amount, currency }: Pick<TransferInput, 'recipient' | 'amount' | 'currency'>,
  database: Database,
): Promise<LedgerAccount> {
  if (amount <= 0n) throw new AppError('invalid', m.wallet_amount_not_positive());
  if (recipient === actor.email) throw new AppError('unprocessable', m.wallet_own_address());
  const from = await findWallet(actor.id, currency, database);
  if (!from || from.balance < amount) throw new AppError('conflict', m.wallet_not_enough());
  return from;
}

/** The kept refusals tell how often somebody has asked for people who are not there, without a count of our own. Decision 102. */
async function requireFewMisses({ id: userId }: Pick<Actor, 'id'>, tx: Transaction): Promise<void> {
  const missed = and(
    eq(idempotencyKeys.userId, userId),
    eq(idempotencyKeys.route, TRANSFER),
    eq(idempotencyKeys.responseStatus, 422),
    sql`${idempotencyKeys.createdAt} > now() - make_interval(secs => ${MISSES_SECONDS})`,
  );
  if ((await tx.$count(idempotencyKeys, missed)) < MISSES_MAX) return;
  const sentence = m.security_limit_wait({ wait: formatWait(MISSES_SECONDS) });
  throw new AppError('rate_limited', sentence, { retryAfterSeconds: MISSES_SECONDS });
}

/** One answer for every address that cannot receive, whatever the reason. */
async function requirePayee(email: string, tx: Transaction): Promise<string> {
  const found = await tx
    .select({ id: profiles.id, suspendedAt: profiles.suspendedAt })
    .from(profiles)
    .where(eq(profiles.email, email))
    .limit(2);
  const [payee] = found;
  if (!payee || found.length > 1 || payee.suspendedAt) {
    throw new AppError('unprocessable', m.wallet_unknown_recipient());
  }
  return payee.id;
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
