import Stripe from 'stripe';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type StripeApi, startStripeApi } from '~/lib/testing/stripe-api';
import type { CheckoutOrder, PaymentProvider } from '../provider';
import { CHECKOUT_KEY } from './stripe-events';
import { stripeProvider } from './stripe-provider.server';

const SECRET = 'whsec_of_a_test';
const NOW = new Date('2026-03-01T10:00:00Z');
const CHECKOUT = '0d3a4f6e-51b7-4f0a-9a56-3f2b9c1d7e88';

let api: StripeApi;
let provider: PaymentProvider;
beforeAll(() => {
  api = startStripeApi();
  provider = stripeProvider({ secretKey: 'sk_test_key', webhookSecret: SECRET, api: api.place });
});
beforeEach(() => {
  api.calls.length = 0;
  api.answers.clear();
});
afterAll(() => api.stop());

const ORDER: CheckoutOrder = {
  id: CHECKOUT,
  amount: 2_500n,
  currency: 'EUR',
  description: 'Top-up of your wallet',
  locale: 'es',
  email: 'ana@example.test',
  customer: null,
  expiresAt: new Date('2026-03-01T11:00:00Z'),
  returnUrl: 'https://app.example/wallet/payments?id=1',
};

describe('a checkout', () => {
  test('is asked for by Stripe’s own protocol, under a key that makes it one', async () => {
    api.answers.set('/v1/checkout/sessions', { id: 'cs_1', url: 'https://checkout.stripe.com/c/cs_1' });
    expect(await provider.createCheckout(ORDER)).toEqual({
      reference: 'cs_1',
      url: 'https://checkout.stripe.com/c/cs_1',
    });
    const [call] = api.calls;
    expect(call).toMatchObject({
      method: 'POST',
      key: 'Bearer sk_test_key',
      idempotencyKey: `checkout:${CHECKOUT}`,
    });
    expect(Object.fromEntries(call?.form ?? [])).toEqual({
      mode: 'payment',
      client_reference_id: CHECKOUT,
      [`metadata[${CHECKOUT_KEY}]`]: CHECKOUT,
      [`payment_intent_data[metadata][${CHECKOUT_KEY}]`]: CHECKOUT,
      'line_items[0][quantity]': '1',
      'line_items[0][price_data][currency]': 'eur',
      'line_items[0][price_data][unit_amount]': '2500',
      'line_items[0][price_data][product_data][name]': 'Top-up of your wallet',
      locale: 'es',
      expires_at: '1772362800',
      success_url: ORDER.returnUrl,
      cancel_url: ORDER.returnUrl,
      customer_email: 'ana@example.test',
      customer_creation: 'always',
    });
  });

  test('of a customer whom Stripe knows is theirs', async () => {
    api.answers.set('/v1/checkout/sessions', { id: 'cs_1', url: 'https://checkout.stripe.com/c/cs_1' });
    await provider.createCheckout({ ...ORDER, customer: 'cus_1' });
    const form = api.calls[0]?.form;
    expect([form?.get('customer'), form?.get('customer_email')]).toEqual(['cus_1', null]);
  });

  test('that Stripe cannot make now is a refusal that passes; one that it will not make is a mistake of ours', async () => {
    api.answers.set('/v1/checkout/sessions', 500);
    await expect(provider.createCheckout(ORDER)).rejects.toMatchObject({ code: 'unavailable' });
    // Tried twice, under one key.
    expect(new Set(api.calls.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
    expect(api.calls.length).toBe(2);
    api.answers.set('/v1/checkout/sessions', 400);
    await expect(provider.createCheckout(ORDER)).rejects.toThrow('as the test says');
    const away = stripeProvider({
      secretKey: 'sk_test_key',
      webhookSecret: SECRET,
      api: { ...api.place, port: 1 },
    });
    await expect(away.createCheckout(ORDER)).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe('a checkout that is asked for again', () => {
  const inTime = () => ({ ...ORDER, id: crypto.randomUUID(), expiresAt: new Date(Date.now() + 3_600_000) });

  test('is the same one at Stripe', async () => {
    const order = inTime();
    const [one, other] = await Promise.all([provider.createCheckout(order), provider.createCheckout(order)]);
    expect(other).toEqual(one);
  });

  test('too late, or in other words than the first time, is over', async () => {
    const late = { ...inTime(), expiresAt: new Date(Date.now() + 29 * 60_000) };
    await expect(provider.createCheckout(late)).rejects.toMatchObject({ code: 'conflict' });
    const order = inTime();
    await provider.createCheckout(order);
    const translated = provider.createCheckout({ ...order, locale: 'en' });
    await expect(translated).rejects.toMatchObject({ code: 'conflict' });
  });

  test('while Stripe is still at it may be asked for once more', async () => {
    api.answers.set('/v1/checkout/sessions', 409);
    await expect(provider.createCheckout(inTime())).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe('asked what has become of it, Stripe says', () => {
  const session = (given: object) => api.answers.set('/v1/checkout/sessions/cs_1', { id: 'cs_1', ...given });
  const paid = {
    amount_total: 2_500,
    currency: 'eur',
    payment_status: 'paid',
    customer: 'cus_1',
    created: 1,
  };
  const charge = { id: 'ch_1', created: 1_772_359_200, amount_refunded: 0 };
  const paidFact = {
    kind: 'paid',
    at: NOW,
    payment: 'pi_1',
    amount: 2_500n,
    currency: 'EUR',
    customer: 'cus_1',
  };

  test.each<[string, object, object[]]>([
    ['nothing yet', { status: 'open', payment_status: 'unpaid', payment_intent: null }, []],
    [
      'nothing yet: a slow method',
      { status: 'complete', payment_status: 'unpaid', payment_intent: 'pi_1' },
      [],
    ],
    ['that it is over', { status: 'expired', payment_status: 'unpaid' }, [{ kind: 'ended', how: 'expired' }]],
    [
      'that it is paid',
      { ...paid, status: 'complete', payment_intent: { id: 'pi_1', latest_charge: charge } },
      [paidFact],
    ],
    [
      'that it is paid and given back in part',
      {
        ...paid,
        status: 'complete',
        payment_intent: { id: 'pi_1', latest_charge: { ...charge, amount_refunded: 900 } },
      },
      [paidFact, { kind: 'refunded', total: 900n }],
    ],
  ])('%s', async (_, given, facts) => {
    session(given);
    expect(await provider.findFacts('cs_1', NOW)).toEqual(facts);
    expect(api.calls[0]?.form.get('expand[0]')).toBe('payment_intent.latest_charge');
  });
});

describe('a webhook', () => {
  const stripe = new Stripe('sk_test_key');

  /** Signed as Stripe signs, by its own helper. */
  async function knock(event: object, { secret = SECRET, at = NOW } = {}) {
    const payload = JSON.stringify({ id: 'evt_1', object: 'event', created: 1_772_359_200, ...event });
    const timestamp = Math.floor(at.getTime() / 1000);
    const signature = await stripe.webhooks.generateTestHeaderStringAsync({ payload, secret, timestamp });
    return { body: payload, headers: new Headers({ 'Stripe-Signature': signature }) };
  }

  const about = { metadata: { [CHECKOUT_KEY]: CHECKOUT } };
  const session = { ...about, amount_total: 2_500, currency: 'eur', payment_intent: 'pi_1', customer: null };
  const ours = { checkoutId: CHECKOUT };
  const paid = { kind: 'paid', at: NOW, payment: 'pi_1', amount: 2_500n, currency: 'EUR', customer: null };

  test.each<[string, object, object | null]>([
    ['checkout.session.completed', { ...session, payment_status: 'paid' }, { about: ours, fact: paid }],
    ['checkout.session.completed', { ...session, payment_status: 'unpaid' }, null],
    [
      'checkout.session.async_payment_succeeded',
      { ...session, payment_status: 'paid' },
      { about: ours, fact: paid },
    ],
    [
      'checkout.session.async_payment_failed',
      session,
      { about: ours, fact: { kind: 'ended', how: 'declined' } },
    ],
    ['checkout.session.expired', session, { about: ours, fact: { kind: 'ended', how: 'expired' } }],
    [
      'charge.refunded',
      { ...about, amount_refunded: 900 },
      { about: ours, fact: { kind: 'refunded', total: 900n } },
    ],
    [
      'charge.dispute.funds_withdrawn',
      { payment_intent: 'pi_1', amount: 2_500 },
      { about: { payment: 'pi_1' }, fact: { kind: 'disputed', amount: 2_500n } },
    ],
    [
      'charge.dispute.funds_reinstated',
      { payment_intent: 'pi_1', amount: 2_500 },
      { about: { payment: 'pi_1' }, fact: { kind: 'dispute_won' } },
    ],
    ['customer.created', { id: 'cus_1' }, null],
    ['checkout.session.expired', { metadata: {} }, null],
  ])('%s of %j says what it says', async (type, object, statement) => {
    const { body, headers } = await knock({ type, data: { object } });
    expect(await provider.openWebhook(body, headers, NOW)).toEqual({ id: 'evt_1', type });
    expect(provider.readWebhook(body)).toEqual(statement);
  });

  test('that Stripe did not sign, or not just now, or not like this is not opened', async () => {
    const event = { type: 'charge.refunded', data: { object: about } };
    const hourAgo = new Date(NOW.getTime() - 3_600_000);
    const { body, headers } = await knock(event);
    const knocks = [
      await knock(event, { secret: 'whsec_guessed' }),
      await knock(event, { at: hourAgo }),
      { body: `${body} `, headers },
      { body, headers: new Headers() },
    ];
    for (const one of knocks) {
      await expect(provider.openWebhook(one.body, one.headers, NOW)).rejects.toMatchObject({
        code: 'invalid',
      });
    }
  });
});

test('the portal is a page of the customer’s own', async () => {
  api.answers.set('/v1/billing_portal/sessions', { id: 'bps_1', url: 'https://billing.stripe.com/p/1' });
  expect(await provider.openPortal('cus_1', 'https://app.example/wallet', 'en')).toBe(
    'https://billing.stripe.com/p/1',
  );
  expect(Object.fromEntries(api.calls[0]?.form ?? [])).toEqual({
    customer: 'cus_1',
    return_url: 'https://app.example/wallet',
    locale: 'en',
  });
});
