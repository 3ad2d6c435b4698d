import Stripe from 'stripe';
import * as m from '../src/lib/i18n/paraglide/messages';
import { formatMoney } from '../src/lib/money';
import { type StripeApi, startStripeApi } from '../src/lib/testing/stripe-api';
import type { HttpBrowser } from './http/http-browser';
import { textOf } from './http/text';
import { subscribeByHttp } from './steps/billing';
import { press } from './steps/press';
import { signInByHttp } from './steps/sign-in';
import { balanceOf, closeLedger } from './steps/wallet';
import { type AnotherServer, startAnotherServer } from './support/another-server';
import { newUser, type Person } from './support/people';
import { expect, test } from './support/test';

// The built server with Stripe's own package in it, against a server that speaks as Stripe's API does.

const WEBHOOK_SECRET = 'whsec_of_a_test';

let api: StripeApi;
let server: AnotherServer;
test.beforeAll(async () => {
  api = startStripeApi();
  server = await startAnotherServer('stripe', {
    PAYMENT_PROVIDER: undefined,
    STRIPE_SECRET_KEY: 'sk_test_of_a_test',
    STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
    STRIPE_API_URL: `http://${api.place.host}:${api.place.port}`,
  });
});
test.afterAll(async () => {
  await server.stop();
  await api.stop();
  await closeLedger();
});

const money = formatMoney(2_500n, 'EUR');

/** Up to the second step of a top-up of 25.00; answers what sends it. */
async function readyToPay(browser: HttpBrowser) {
  const page = await browser.submit('/wallet/top-up', { amount: '25' });
  return () => browser.submitIn(page, '/wallet/top-up', { amount: '25.00' }, { step: 'pay' });
}

/** Stripe knocks at the door, with a signature of its own helper's. */
async function tell(type: string, object: object, secret = WEBHOOK_SECRET): Promise<number> {
  const created = Math.floor(Date.now() / 1000);
  const payload = JSON.stringify({ id: `evt_${type}`, object: 'event', type, created, data: { object } });
  const signature = await new Stripe('sk_test_x').webhooks.generateTestHeaderStringAsync({ payload, secret });
  const headers = { 'Content-Type': 'application/json', 'Stripe-Signature': signature };
  const address = `${server.origin}/webhooks/stripe`;
  return (await fetch(address, { method: 'POST', body: payload, headers })).status;
}

const session = (answer: { headers: Headers }) => answer.headers.get('Location')?.split('/').at(-1) ?? '';

test('the built server takes money by Stripe: a checkout, its webhook, and the portal of whoever has paid', async () => {
  const ada: Person = await newUser();
  const browser = await signInByHttp(ada, server.origin);
  const pay = await readyToPay(browser);
  const [sent, again] = await Promise.all([pay(), pay()]);
  expect(sent.status).toBe(303);
  expect(sent.headers.get('Location')).toMatch(/^https:\/\/checkout\.stripe\.com\/c\/pay\/cs_test_\w+$/);
  expect(again.headers.get('Location')).toBe(sent.headers.get('Location'));
  expect((await browser.open('/billing')).body).not.toContain(m.payments_open_portal());

  const paid = api.account.pay(session(sent));
  expect(await tell('checkout.session.completed', paid, 'whsec_guessed')).toBe(400);
  expect(await balanceOf(ada)).toBe(0n);
  expect(await tell('checkout.session.completed', paid)).toBe(200);
  expect(await tell('checkout.session.completed', paid)).toBe(200);
  expect(await balanceOf(ada)).toBe(2_500n);

  for (const path of ['/billing', '/wallet/payments']) {
    expect((await browser.open(path)).body, path).toContain(m.payments_open_portal());
    const led = await press(browser, path);
    expect(led.headers.get('Location')).toMatch(/^https:\/\/billing\.stripe\.com\/p\/session\/cus_/);
    expect(api.calls.at(-1)?.form.get('return_url')).toBe(`${server.origin}${path}`);
  }
});

test('a payment that no webhook told of is asked for when its customer comes back, and pays an invoice', async () => {
  const ada = await newUser();
  const browser = await signInByHttp(ada, server.origin);
  const number = await subscribeByHttp(browser);
  const sent = await browser.submit(`/billing/invoices/${number}`, { number });
  api.account.pay(session(sent));
  const { form } = api.calls.findLast(({ path }) => path === '/v1/checkout/sessions') ?? {};
  const { pathname, search } = new URL(form?.get('success_url') ?? '');
  const back = await browser.open(pathname + search);
  const amount = formatMoney(4_900n, 'EUR');
  expect(textOf(back.body)).toContain(m.payments_is_paid_invoice({ number, amount }));
});

test('while Stripe is away nobody is sent there, and the same form may be sent again', async () => {
  const browser = await signInByHttp(await newUser(), server.origin);
  const pay = await readyToPay(browser);
  api.answers.set('/v1/checkout/sessions', 500);
  const refused = await pay();
  api.answers.clear();
  expect(refused.status).toBe(503);
  expect(textOf(refused.body)).toContain(m.payments_provider_away());
  expect(textOf(refused.body)).toContain(m.payments_go_and_pay({ amount: money }));
  expect((await pay()).headers.get('Location')).toMatch(/^https:\/\/checkout\.stripe\.com\//);
});
