import { least, most } from '~/lib/least';
import type { Checkout } from './checkouts.schema';
import type { PaymentFact } from './provider';

/** What has been heard of a checkout. Each part only ever grows. */
export type Known = Pick<
  Checkout,
  'paidAt' | 'ended' | 'paymentReference' | 'customerReference' | 'refunded' | 'disputed' | 'disputeWon'
>;

/** What a checkout is to its user. */
export type CheckoutState = 'open' | 'paid' | 'declined' | 'cancelled' | 'expired' | 'returned';

/** Who says later in this list is believed, whoever spoke first. */
const ENDS: Checkout['ended'][] = [null, 'expired', 'cancelled', 'declined'];

/**
 * What is known once this was heard as well. Told twice it changes nothing, and of two things it does not matter which was
 * told first: that is why events may come as they like. Pure. Throws for a payment that is not what was asked for.
 */
export function learn<K extends Known & Pick<Checkout, 'amount' | 'currency'>>(
  known: K,
  fact: PaymentFact,
): K {
  switch (fact.kind) {
    case 'paid':
      return { ...known, ...paidBy(known, fact) };
    case 'ended':
      return { ...known, ended: laterEnd(known.ended, fact.how) };
    case 'refunded':
      return { ...known, refunded: least(known.amount, most(known.refunded, fact.total)) };
    case 'disputed':
      return { ...known, disputed: least(known.amount, most(known.disputed, fact.amount)) };
    case 'dispute_won':
      return { ...known, disputeWon: true };
  }
}

/** What has become of it, in one word: money counts more than any other end. Pure. */
export function stateOf(checkout: Known & Pick<Checkout, 'amount'>): CheckoutState {
  if (!checkout.paidAt) return checkout.ended ?? 'open';
  return givenBack(checkout) >= checkout.amount ? 'returned' : 'paid';
}

/** Minor units that are with the customer or their bank again. Pure. */
export function givenBack({
  amount,
  refunded,
  disputed,
  disputeWon,
}: Known & Pick<Checkout, 'amount'>): bigint {
  return least(amount, refunded + (disputeWon ? 0n : disputed));
}

/** What the ledger has not been told yet. */
export interface Due {
  /** The money is to come in. */
  credit: boolean;
  /** Minor units that are to go out again; below zero for what comes back after all. */
  takeBack: bigint;
}

/** What is to be posted, so that the ledger says what is known. Nothing goes out that has not come in. Pure. */
export function dueOf(checkout: Known & Pick<Checkout, 'amount' | 'transactionId' | 'takenBack'>): Due {
  if (!checkout.paidAt) return { credit: false, takeBack: 0n };
  return { credit: checkout.transactionId === null, takeBack: givenBack(checkout) - checkout.takenBack };
}

/**
 * Of what goes back to the card now, the part that a won dispute had brought into a wallet whose top-up was reversed by
 * hand: nothing else of that top-up is there any more. `takenBack` and `amount` as before it. Pure.
 */
export function leavingAgain(
  { amount, disputed, takenBack }: Pick<Checkout, 'amount' | 'disputed' | 'takenBack'>,
  goingBack: bigint,
): bigint {
  const left = amount - takenBack;
  return least(disputed, left) - least(disputed, left - goingBack);
}

type Paid = Extract<PaymentFact, { kind: 'paid' }>;

/** A provider that was paid something else than was asked for is not to be believed by a machine. */
function paidBy(known: Known & Pick<Checkout, 'amount' | 'currency'>, fact: Paid): Partial<Known> {
  if (fact.amount !== known.amount || fact.currency !== known.currency)
    throw new Error(
      `${known.amount} ${known.currency} was asked for, and ${fact.amount} ${fact.currency} paid.`,
    );
  if (known.paymentReference !== null && known.paymentReference !== fact.payment)
    throw new Error(`It was paid by ${known.paymentReference} and again by ${fact.payment}.`);
  return {
    paidAt: known.paidAt && known.paidAt < fact.at ? known.paidAt : fact.at,
    paymentReference: fact.payment,
    customerReference: known.customerReference ?? fact.customer,
  };
}

function laterEnd(one: Checkout['ended'], other: Checkout['ended']): Checkout['ended'] {
  return ENDS.indexOf(one) > ENDS.indexOf(other) ? one : other;
}
