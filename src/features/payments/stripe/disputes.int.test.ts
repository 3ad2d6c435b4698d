import Stripe from 'stripe';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { startStripeApi } from '~/lib/testing/stripe-api';
import type { Checkout } from '../checkouts.schema';

const api = startStripeApi();
const SECRET = 'whsec_of_a_test';
// Before anything reads the environment: in this process Stripe takes the cards.
Object.assign(process.env, {
  STRIPE_SECRET_KEY: 'sk_test_of_a_test',
  STRIPE_WEBHOOK_SECRET: SECRET,
  STRIPE_API_URL: `http://${api.place.host}:${api.place.port}`,
});
const InboxService = await import('../inbox.service');
const { beginTopUp } = await import('~/lib/testing/payments');
const { addUser } = await import('~/lib/testing/users');
const { owner } = await import('~/lib/testing/owner');
const { untilWaiting } = await import('~/lib/testing/waiting');
const { getBalance } = await import('~/features/wallet/wallet.service');

afterAll(async () => {
  await api.stop();
  await owner.end();
});

let ana: Awaited<ReturnType<typeof addUser>>;
let checkout: Checkout;
beforeEach(async () => {
  ana = await addUser();
  checkout = await beginTopUp(ana);
});

/** What Stripe would say, signed by its own helper, taken in and handled as the route does. Answers our id of it. */
async function tell(type: string, object: object): Promise<string> {
  const now = new Date();
  const event = { id: `evt_${crypto.randomUUID()}`, object: 'event', created: now.getTime() / 1000 };
  const payload = JSON.stringify({ ...event, type, data: { object } });
  const signing = { payload, secret: SECRET };
  const signature = await new Stripe('sk_test_x').webhooks.generateTestHeaderStringAsync(signing);
  const headers = new Headers({ 'Stripe-Signature': signature });
  const id = (await InboxService.receive('stripe', { body: payload, headers }, now)) ?? '';
  await InboxService.handle(id, now);
  return id;
}

const pay = () => tell('checkout.session.completed', api.account.pay(checkout.reference ?? ''));
/** The bank takes all of it back; it knows the payment, and not our checkout. */
const dispute = () =>
  tell('charge.dispute.funds_withdrawn', { payment_intent: `pi_${checkout.reference}`, amount: 5_000 });

const statusOf = async (id: string) =>
  (await owner`select status, waits_for from webhook_events where id = ${id}`)[0];

test('a dispute that is heard before its payment waits for it, and is settled after it', async () => {
  const id = await dispute();
  expect(await statusOf(id)).toEqual({ status: 'waiting', waits_for: `pi_${checkout.reference}` });
  await pay();
  expect(await getBalance(ana, 'EUR')).toBe(5_000n);
  await InboxService.handleDue(new Date());
  expect(await statusOf(id)).toEqual({ status: 'handled', waits_for: null });
  expect(await getBalance(ana, 'EUR')).toBe(0n);
});

test('a dispute that is heard while its payment is settled does not miss it', async () => {
  const told: Promise<string>[] = [];
  await owner.begin(async (tx) => {
    await tx`select from ledger_accounts where kind = 'clearing' and currency = 'EUR' for no key update`;
    told.push(pay());
    await untilWaiting('%into "ledger_entries"%');
    told.push(dispute());
    await untilWaiting('%pg_advisory_xact_lock%');
  });
  const [, id = ''] = await Promise.all(told);
  expect(await statusOf(id)).toEqual({ status: 'handled', waits_for: null });
  expect(await getBalance(ana, 'EUR')).toBe(0n);
});

test('a dispute about a payment of somebody else’s, who shares the account, waits and does nothing', async () => {
  const id = await tell('charge.dispute.funds_withdrawn', { payment_intent: 'pi_of_others', amount: 5_000 });
  await pay();
  expect(await statusOf(id)).toEqual({ status: 'waiting', waits_for: 'pi_of_others' });
  expect(await getBalance(ana, 'EUR')).toBe(5_000n);
});
