import { and, asc, eq, gt } from 'drizzle-orm';
import { houseAccount, type Part, post } from '~/features/wallet/ledger.service';
import { hasGoneBack, isReversed } from '~/features/wallet/reversing';
import { ledgerAccounts } from '~/features/wallet/wallet.schema';
import type { Transaction } from '~/lib/data/system';
import { AppError } from '~/lib/errors';
import { least } from '~/lib/least';
import { type Checkout, checkouts } from './checkouts.schema';
import { leavingAgain } from './payments.rules';

/** So often the wallet may be emptied by others between a look and the posting. */
const TRIES = 5;

/**
 * Posts out again what a card was given back: from the wallet as far as it goes, the rest as a debt of its user to the
 * house, because a wallet is never below zero and the money is gone either way. Below zero it comes back, the debt first.
 * The checkout is locked and was credited. Decision 116.
 */
export async function takeBack(
  checkout: Checkout,
  amount: bigint,
  now: Date,
  tx: Transaction,
): Promise<void> {
  const unsaid = await unsaidBy(checkout, amount, tx);
  const fromWallet = unsaid === 0n ? 0n : await move(checkout, unsaid, now, tx);
  await tx
    .update(checkouts)
    .set({ takenBack: checkout.takenBack + amount, owed: checkout.owed + unsaid - fromWallet })
    .where(eq(checkouts.id, checkout.id));
}

/** Money that came into a wallet pays first what its user owes because of earlier cards: all of it is locked with the checkout. */
export async function payDebts(credited: Checkout, now: Date, tx: Transaction): Promise<void> {
  const { walletId, currency } = credited;
  const owing = await tx
    .select()
    .from(checkouts)
    .where(and(eq(checkouts.walletId, walletId), gt(checkouts.owed, 0n)))
    .orderBy(asc(checkouts.id));
  if (owing.length === 0) return;
  const receivable = await houseAccount('receivable', currency, tx);
  let left = credited.amount;
  // One after the other, each with a posting of its own: there is hardly ever more than one.
  for (const { id, owed } of owing) {
    const amount = least(left, owed);
    if (amount === 0n) return;
    const parts = [
      { account: { id: walletId, currency }, amount: -amount },
      { account: receivable, amount },
    ] as const;
    const reference = `card_debt:${id}:${credited.id}`;
    await post({ kind: 'card_return', reference, parts, metadata: { checkout: id } }, now, tx);
    await tx
      .update(checkouts)
      .set({ owed: owed - amount })
      .where(eq(checkouts.id, id));
    left -= amount;
  }
}

/**
 * How much of it the ledger does not say yet. An administrator who was faster, and reversed the posting by hand, has said all
 * that goes out. What a won dispute brings back comes into the wallet all the same, and can go out again. Decision 172.
 */
async function unsaidBy(checkout: Checkout, amount: bigint, tx: Transaction): Promise<bigint> {
  const { transactionId } = checkout;
  if (!transactionId) throw new Error('Nothing is taken back that has not come in.');
  if (amount < 0n || !(await isReversed(transactionId, tx))) return amount;
  return (await hasGoneBack(transactionId, tx)) ? leavingAgain(checkout, amount) : 0n;
}

/** Answers how much of it the wallet gave or took. The app may not lock accounts: it looks, and looks again if that has changed. */
async function move(checkout: Checkout, amount: bigint, now: Date, tx: Transaction): Promise<bigint> {
  for (let tries = 1; ; tries++) {
    const fromWallet =
      amount < 0n ? amount + least(-amount, checkout.owed) : least(amount, await balanceOf(checkout, tx));
    try {
      await tx.transaction((nested) => postReturn(checkout, amount, fromWallet, now, nested));
      return fromWallet;
    } catch (error) {
      const isShort = error instanceof AppError && error.code === 'conflict';
      if (!isShort || tries === TRIES) throw error;
    }
  }
}

async function postReturn(
  checkout: Checkout,
  amount: bigint,
  fromWallet: bigint,
  now: Date,
  tx: Transaction,
): Promise<void> {
  const { id, walletId, currency, transactionId, refunded, disputed, disputeWon } = checkout;
  const clearing = await houseAccount('clearing', currency, tx);
  const receivable = await houseAccount('receivable', currency, tx);
  const parts: Part[] = [
    { account: { id: walletId, currency }, amount: -fromWallet },
    { account: receivable, amount: fromWallet - amount },
  ];
  const [first, ...rest] = parts.filter((part) => part.amount !== 0n);
  if (!first) throw new Error('Nothing is to be moved.');
  // What is known only grows, so that each state of it is posted once.
  const reference = `card_return:${id}:${refunded}:${disputed}:${disputeWon}`;
  const metadata = { checkout: id, returns: transactionId ?? '' };
  await post(
    { kind: 'card_return', reference, parts: [{ account: clearing, amount }, first, ...rest], metadata },
    now,
    tx,
  );
}

async function balanceOf({ walletId }: Checkout, tx: Transaction): Promise<bigint> {
  const [wallet] = await tx
    .select({ balance: ledgerAccounts.balance })
    .from(ledgerAccounts)
    .where(eq(ledgerAccounts.id, walletId));
  return wallet?.balance ?? 0n;
}
