import type Stripe from 'stripe';
import type { PaymentFact, Statement } from '../provider';

/** Under this word our name for a checkout stands at Stripe, on the session, the payment and its charges. */
export const CHECKOUT_KEY = 'alcazar_checkout';

/**
 * What an event of Stripe's means to the app; null for a type that it has no use for, and for payments of others that share
 * the account. Disputes alone do not carry our name: they are known by their payment. Guide 22.
 */
export function statementOf(event: Stripe.Event): Statement | null {
  switch (event.type) {
    case 'checkout.session.completed':
    case 'checkout.session.async_payment_succeeded':
      return ofCheckout(event.data.object.metadata, paidFact(event.data.object, event.created));
    case 'checkout.session.async_payment_failed':
      return ofCheckout(event.data.object.metadata, { kind: 'ended', how: 'declined' });
    case 'checkout.session.expired':
      return ofCheckout(event.data.object.metadata, { kind: 'ended', how: 'expired' });
    case 'charge.refunded':
      return ofCheckout(event.data.object.metadata, refundedFact(event.data.object));
    case 'charge.dispute.funds_withdrawn':
      return ofPayment(event.data.object, { kind: 'disputed', amount: BigInt(event.data.object.amount) });
    case 'charge.dispute.funds_reinstated':
      return ofPayment(event.data.object, { kind: 'dispute_won' });
    default:
      return null;
  }
}

/** A session that is complete and not paid waits for a slow method, such as a bank transfer: another event will tell. */
export function paidFact(session: Stripe.Checkout.Session, atSeconds: number): PaymentFact | null {
  const payment = idOf(session.payment_intent);
  if (session.payment_status !== 'paid' || payment === null) return null;
  return {
    kind: 'paid',
    at: new Date(atSeconds * 1000),
    payment,
    amount: BigInt(session.amount_total ?? 0),
    currency: (session.currency ?? '').toUpperCase(),
    customer: idOf(session.customer),
  };
}

export function refundedFact(charge: Stripe.Charge): PaymentFact {
  return { kind: 'refunded', total: BigInt(charge.amount_refunded) };
}

/** Stripe writes an id, or the whole object where it was asked to. */
export function idOf(reference: string | { id: string } | null): string | null {
  return typeof reference === 'string' ? reference : (reference?.id ?? null);
}

function ofCheckout(metadata: Stripe.Metadata | null, fact: PaymentFact | null): Statement | null {
  const checkoutId = metadata?.[CHECKOUT_KEY];
  return fact && checkoutId ? { fact, about: { checkoutId } } : null;
}

function ofPayment(dispute: Stripe.Dispute, fact: PaymentFact): Statement | null {
  const payment = idOf(dispute.payment_intent);
  return payment === null ? null : { fact, about: { payment } };
}
