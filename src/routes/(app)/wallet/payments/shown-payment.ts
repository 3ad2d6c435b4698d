import type { ListedCheckout } from '~/features/payments/my-payments.service';
import type { CheckoutState } from '~/features/payments/payments.rules';
import * as m from '~/lib/i18n/paraglide/messages';
import { formatMoney } from '~/lib/money';

type Tone = 'neutral' | 'good' | 'warn' | 'bad';

/** A card payment, in words. */
export interface ShownPayment
  extends Pick<ListedCheckout, 'id' | 'createdAt' | 'amount' | 'currency' | 'state'> {
  what: string;
  word: string;
  tone: Tone;
  /** What has become of it, in a sentence. */
  sentence: string;
  /** Where it can still be paid. */
  url: string | null;
  /** Where it can be begun anew, once it has ended without money. */
  again: { href: string; label: string } | null;
}

const WORDS: Record<CheckoutState, [word: () => string, tone: Tone]> = {
  open: [m.payments_state_open, 'neutral'],
  paid: [m.payments_state_paid, 'good'],
  declined: [m.payments_state_declined, 'bad'],
  cancelled: [m.payments_state_cancelled, 'neutral'],
  expired: [m.payments_state_expired, 'neutral'],
  returned: [m.payments_state_returned, 'warn'],
};

/** Put into words here, so that the browser is not sent the words for whatever else might have become of it. */
export function shownPayment(checkout: ListedCheckout): ShownPayment {
  const { id, createdAt, amount, currency, state, invoiceNumber } = checkout;
  const [word, tone] = WORDS[state];
  return {
    id,
    createdAt,
    amount,
    currency,
    state,
    what: invoiceNumber ? m.payments_of_invoice({ number: invoiceNumber }) : m.wallet_top_up(),
    word: word(),
    tone,
    sentence: sentenceOf(checkout),
    url: state === 'open' ? checkout.url : null,
    again: againOf(checkout),
  };
}

function againOf({ state, invoiceNumber: number }: ListedCheckout): ShownPayment['again'] {
  if (state !== 'declined' && state !== 'cancelled' && state !== 'expired') return null;
  if (!number) return { href: '/wallet/top-up', label: m.payments_try_again() };
  return { href: `/billing/invoices/${number}`, label: m.payments_to_invoice() };
}

function sentenceOf(checkout: ListedCheckout): string {
  const amount = formatMoney(checkout.amount, checkout.currency);
  if (checkout.state === 'paid') return paidSentence(checkout, amount);
  return {
    open: m.payments_is_open,
    declined: m.payments_is_declined,
    cancelled: m.payments_is_cancelled,
    expired: m.payments_is_expired,
    returned: m.payments_is_returned,
  }[checkout.state]({ amount });
}

function paidSentence({ invoiceNumber: number, hasPaidInvoice }: ListedCheckout, amount: string): string {
  if (!number) return m.payments_is_paid({ amount });
  return hasPaidInvoice
    ? m.payments_is_paid_invoice({ number, amount })
    : m.payments_is_paid_other({ number, amount });
}
