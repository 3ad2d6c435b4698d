import type { Locale } from '~/lib/i18n/locale';
import type { Checkout } from './checkouts.schema';

export type ProviderName = Checkout['provider'];

/** A payment that somebody is to be sent to make. */
export interface CheckoutOrder {
  /** Our name for it: asked for twice under one id, it is one checkout. */
  id: string;
  /** Minor units. */
  amount: bigint;
  currency: string;
  /** What is paid for, in a few words. */
  description: string;
  locale: Locale;
  email: string;
  /** The provider's name for the customer, where there is one from an earlier checkout. */
  customer: string | null;
  expiresAt: Date;
  /** Where the provider sends the browser when it is done or given up. That it came there says nothing about money. */
  returnUrl: string;
}

/** A checkout as the provider knows it. */
export interface OpenCheckout {
  reference: string;
  /** The page on which it is paid. */
  url: string;
}

/** Something a provider says of a checkout. Each can be heard again, late, or before what came before it. */
export type PaymentFact =
  | { kind: 'paid'; at: Date; payment: string; amount: bigint; currency: string; customer: string | null }
  | { kind: 'ended'; how: NonNullable<Checkout['ended']> }
  /** In all, not this time: minor units. */
  | { kind: 'refunded'; total: bigint }
  | { kind: 'disputed'; amount: bigint }
  | { kind: 'dispute_won' };

/** A fact, and the checkout that it is about: by our own id where the provider has kept that, else by the payment. */
export interface Statement {
  fact: PaymentFact;
  about: { checkoutId: string } | { payment: string };
}

/** Somebody who takes money for the house. What one says is never believed of another's checkouts. Guide 22. */
export interface PaymentProvider {
  readonly name: ProviderName;
  /** Makes a checkout, or answers the one that was made for this order before. */
  createCheckout(order: CheckoutOrder): Promise<OpenCheckout>;
  /** What the provider knows of a checkout now: for whoever has not heard of it. */
  findFacts(reference: string, now: Date): Promise<PaymentFact[]>;
  /** The name and type of an event. Throws `invalid` for a body that the provider did not sign, or not just now. */
  openWebhook(body: string, headers: Headers, now: Date): Promise<{ id: string; type: string }>;
  /** What a body says that was opened once. Null for a type that means nothing here. */
  readWebhook(body: string): Statement | null;
  /** A page where the customer sees their cards and receipts; null where the provider has none. */
  openPortal(customer: string, returnUrl: string, locale: Locale): Promise<string | null>;
}
