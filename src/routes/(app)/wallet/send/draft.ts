import type { TransferInput } from '~/features/wallet/wallet.input';
import { amountText } from '~/features/wallet/wallet.rules';

/** A transfer that was written and is not yet sent. */
export interface Draft {
  /** As the form posts them again; the key was made with the first form and stays, however often it is sent. */
  fields: Record<'recipient' | 'amount' | 'note' | 'currency' | 'key', string>;
  /** Minor units: what goes, and what would be left. Null after a try of which nobody knows the end. */
  amount: bigint;
  left: bigint | null;
}

/** The amount is written anew, so that nothing but digits and a point is read the second time. */
export function draftOf({ amount, note, ...rest }: TransferInput, left: bigint | null): Draft {
  const { recipient, currency, key } = rest;
  return {
    fields: { recipient, currency, key, note: note ?? '', amount: amountText(amount, currency) },
    amount,
    left,
  };
}
