import { and, eq, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { profiles } from '~/features/auth/auth.schema';
import type { Database } from '~/lib/data/system';
import { written } from '~/lib/db/written';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import { idempotencyKeys } from '~/lib/idempotency/idempotency.schema';
import type { PlannedWork } from '~/lib/idempotency/once.server';
import type { Actor } from '~/lib/request/actor';
import { formatWait } from '~/lib/wait';
import { findWallet, openWallet, post } from './ledger.service';
import type { TransferInput } from './wallet.input';
import { MISSES_MAX, MISSES_SECONDS } from './wallet.limits';
import { type LedgerAccount, ledgerAccounts } from './wallet.schema';

/** What the command is called among the kept ones: its misses are counted there. */
export const TRANSFER = 'wallet.transfer';

type Sender = Pick<Actor, 'id' | 'email'>;
type Funds = Pick<LedgerAccount, 'id' | 'currency' | 'balance'>;

/**
 * The work of `transfer`, in its transaction: two statements, and two more for a recipient who has no wallet yet. What there is to
 * know is asked together with the key, and the id of the transaction is made here: it is the answer.
 */
export function sending(
  actor: Sender,
  { recipient, amount, currency, note, key }: TransferInput,
  now: Date,
): PlannedWork<Known[], { transactionId: string }> {
  const id = crypto.randomUUID();
  return {
    answer: { transactionId: id },
    look: (tx) => knowledge(tx).execute({ userId: actor.id, recipient, currency }),
    async carryOut(found, tx, last) {
      refuseSenseless(actor, { recipient, amount });
      const [first] = found;
      // Before the recipient: whoever has nothing to send learns nothing of who has an account.
      const from = requireEnough(first?.from, amount);
      requireFewMisses(first?.misses ?? 0);
      const payee = requireOne(found.map(({ payee }) => payee));
      if (payee.id === actor.id) throw new AppError('unprocessable', m.wallet_own_address());
      const to = first?.to ?? (await openWallet(payee.id, currency, tx));
      const parts = [
        { account: from, amount: -amount },
        { account: to, amount },
      ] as const;
      // Under the wallet, not the user: it stays when they leave.
      const reference = `transfer:${from.id}:${key}`;
      return post({ id, kind: 'transfer', reference, parts, note }, now, last);
    },
  };
}

/** The sender's wallet, where it has enough now. The database has the last word at the posting. */
export async function requireFunds(
  actor: Sender,
  { recipient, amount, currency }: Pick<TransferInput, 'recipient' | 'amount' | 'currency'>,
  database: Database,
): Promise<Funds> {
  refuseSenseless(actor, { recipient, amount });
  return requireEnough(await findWallet(actor.id, currency, database), amount);
}

/**
 * All that a transfer has to know: the sender's wallet, how often they have missed lately, whoever has the address and their
 * wallet. Nothing where the sender has none; two rows say that an address is not one person's.
 */
const knowledge = written((database: Database) => {
  const { id, balance } = ledgerAccounts;
  const isTheirs = and(eq(theirs.userId, profiles.id), eq(theirs.currency, ledgerAccounts.currency));
  const isSenders = and(
    eq(ledgerAccounts.userId, sql.placeholder('userId')),
    eq(ledgerAccounts.currency, sql.placeholder('currency')),
  );
  return database
    .select({
      from: { id, currency: ledgerAccounts.currency, balance },
      misses,
      payee: { id: profiles.id, suspendedAt: profiles.suspendedAt },
      to: { id: theirs.id, currency: theirs.currency },
    })
    .from(ledgerAccounts)
    .leftJoin(profiles, eq(profiles.email, sql.placeholder('recipient')))
    .leftJoin(theirs, isTheirs)
    .where(isSenders)
    .limit(2)
    .prepare('knowledge');
});

type Known = Awaited<ReturnType<ReturnType<typeof knowledge>['execute']>>[number];

const theirs = alias(ledgerAccounts, 'theirs');

/** The kept refusals tell how often somebody has asked for people who are not there, without a count of our own. Decision 102. */
const misses = sql<number>`(select count(*)::int from (
    select from ${idempotencyKeys} where ${idempotencyKeys.userId} = ${sql.placeholder('userId')}
      and ${idempotencyKeys.route} = ${TRANSFER}
      and ${idempotencyKeys.responseStatus} >= 400 and ${idempotencyKeys.responseStatus} = 422
      and ${idempotencyKeys.createdAt} > now() - make_interval(secs => ${MISSES_SECONDS})
    limit ${MISSES_MAX}) as missed)`;

function refuseSenseless({ email }: Sender, { recipient, amount }: { recipient: string; amount: bigint }) {
  if (amount <= 0n) throw new AppError('invalid', m.wallet_amount_not_positive());
  if (recipient === email) throw new AppError('unprocessable', m.wallet_own_address());
}

function requireEnough(from: Funds | null | undefined, amount: bigint): Funds {
  if (!from || from.balance < amount) throw new AppError('conflict', m.wallet_not_enough());
  return from;
}

function requireFewMisses(misses: number): void {
  if (misses < MISSES_MAX) return;
  const sentence = m.security_limit_wait({ wait: formatWait(MISSES_SECONDS) });
  throw new AppError('rate_limited', sentence, { retryAfterSeconds: MISSES_SECONDS });
}

/** One answer for every address that cannot receive, whatever the reason. */
function requireOne<P extends { suspendedAt: Date | null }>([payee, ...others]: readonly (P | null)[]): P {
  if (!payee || others.length > 0 || payee.suspendedAt) {
    throw new AppError('unprocessable', m.wallet_unknown_recipient());
  }
  return payee;
}
