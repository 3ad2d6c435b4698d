import Stripe from 'stripe';
import type { StripeApi } from '~/lib/env/payments';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import type { CheckoutOrder, OpenCheckout, PaymentFact, PaymentProvider } from '../provider';
import { CHECKOUT_KEY, paidFact, refundedFact, statementOf } from './stripe-events';

interface StripeSettings {
  secretKey: string;
  webhookSecret: string;
  /** Where Stripe's API is, if not at Stripe: a test has one of its own. */
  api?: StripeApi;
}

/** Somebody waits in front of a page: two tries, and then they hear that it did not work. */
const CALL = { timeout: 8_000, maxNetworkRetries: 1, telemetry: false };

/** Stripe: its own checkout page, its customer portal, its signed webhooks. Switched on by its keys. Guide 22. */
export function stripeProvider({ secretKey, webhookSecret, api }: StripeSettings): PaymentProvider {
  const stripe = new Stripe(secretKey, { ...CALL, ...api });
  return {
    name: 'stripe',
    createCheckout: (order) => orAway(() => createCheckout(stripe, order)),
    findFacts: (reference) => orAway(() => findFacts(stripe, reference)),
    openWebhook: async (body, headers, now) => {
      const signature = headers.get('Stripe-Signature') ?? '';
      const { id, type } = await stripe.webhooks
        .constructEventAsync(body, signature, webhookSecret, undefined, undefined, now.getTime())
        .catch((cause: unknown) => {
          throw new AppError('invalid', m.payments_webhook_not_signed(), { cause });
        });
      return { id, type };
    },
    // Stripe signed it: it is what its types say.
    readWebhook: (body) => statementOf(JSON.parse(body) as Stripe.Event),
    openPortal: (customer, returnUrl, locale) =>
      orAway(async () => {
        const portal = { customer, return_url: returnUrl, locale };
        return (await stripe.billingPortal.sessions.create(portal)).url;
      }),
  };
}

async function createCheckout(stripe: Stripe, order: CheckoutOrder): Promise<OpenCheckout> {
  const metadata = { [CHECKOUT_KEY]: order.id };
  const session = await stripe.checkout.sessions.create(
    {
      mode: 'payment',
      client_reference_id: order.id,
      metadata,
      payment_intent_data: { metadata },
      line_items: [{ quantity: 1, price_data: priceOf(order) }],
      locale: order.locale,
      expires_at: Math.floor(order.expiresAt.getTime() / 1000),
      success_url: order.returnUrl,
      cancel_url: order.returnUrl,
      ...(order.customer
        ? { customer: order.customer }
        : { customer_email: order.email, customer_creation: 'always' }),
    },
    { idempotencyKey: `checkout:${order.id}` },
  );
  if (!session.url) throw new Error(`Stripe made the session ${session.id} without a page.`);
  return { reference: session.id, url: session.url };
}

/** Amounts have been bounded far below what a number holds exactly. */
function priceOf({ amount, currency, description }: CheckoutOrder) {
  return {
    currency: currency.toLowerCase(),
    unit_amount: Number(amount),
    product_data: { name: description },
  };
}

async function findFacts(stripe: Stripe, reference: string): Promise<PaymentFact[]> {
  const session = await stripe.checkout.sessions.retrieve(reference, {
    expand: ['payment_intent.latest_charge'],
  });
  if (session.status === 'expired') return [{ kind: 'ended', how: 'expired' }];
  const charge = chargeOf(session);
  const paid = paidFact(session, charge?.created ?? session.created);
  if (!paid) return [];
  return charge && charge.amount_refunded > 0 ? [paid, refundedFact(charge)] : [paid];
}

function chargeOf({ payment_intent: intent }: Stripe.Checkout.Session): Stripe.Charge | null {
  if (typeof intent === 'string' || typeof intent?.latest_charge === 'string') return null;
  return intent?.latest_charge ?? null;
}

/** Stripe away, too busy, or still at the same call, is a refusal that passes; anything else that it says is a mistake of ours. */
async function orAway<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    if (isOver(cause)) throw new AppError('conflict', m.payments_over(), { cause });
    if (!isAway(cause)) throw cause;
    throw new AppError('unavailable', m.payments_provider_away(), { cause, retryAfterSeconds: 10 });
  }
}

function isAway(cause: unknown): boolean {
  const { StripeConnectionError, StripeAPIError, StripeRateLimitError, StripeIdempotencyError } =
    Stripe.errors;
  const kinds = [StripeConnectionError, StripeAPIError, StripeRateLimitError, StripeIdempotencyError];
  return kinds.some((kind) => cause instanceof kind);
}

/**
 * A checkout that was begun, broke off before Stripe's page was known here, and is asked for again too late (its hour is nearly
 * over), or in other words than the first time (another language): Stripe makes none of it, and a new one may be begun.
 */
function isOver(cause: unknown): boolean {
  const { StripeIdempotencyError, StripeInvalidRequestError } = Stripe.errors;
  if (cause instanceof StripeIdempotencyError) return cause.statusCode !== 409;
  return cause instanceof StripeInvalidRequestError && cause.param === 'expires_at';
}
