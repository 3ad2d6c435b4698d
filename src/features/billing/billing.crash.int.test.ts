import type { PendingQuery, Row } from 'postgres';
import { beforeAll, describe, expect, test } from 'vitest';
import { db } from '~/lib/data/system';
import { aVisit } from '~/lib/testing/actors';
import { fillWallet, newPrice } from '~/lib/testing/billing';
import { failingAt } from '~/lib/testing/failing-database';
import { owner } from '~/lib/testing/owner';
import { addUser } from '~/lib/testing/users';
import { addDays } from './billing.rules';
import * as BillingService from './billing.service';

// Far from now: `billing:run` of another test works on this database by its own clock.
const START = new Date('2127-03-01T09:30:00Z');
const visit = (days = 0) => aVisit({ now: addDays(START, days) });

/** What can be had. A price never changes, so all scenes may have the same. */
const prices = { torre: '', trial: '', castle: '', hut: '' };
beforeAll(async () => {
  const [torre, trial, castle, hut] = await Promise.all([
    newPrice(),
    newPrice({ trialDays: 14 }),
    newPrice({ amount: 6200n }),
    newPrice({ amount: 31n }),
  ]);
  Object.assign(prices, { torre: torre.id, trial: trial.id, castle: castle.id, hut: hut.id });
});

async function arrange() {
  const ana = await addUser();
  await fillWallet(ana.id, 50_000n);
  const key = () => crypto.randomUUID();
  return { ana, keys: { first: key(), before: key(), next: key() } };
}

type Scene = Awaited<ReturnType<typeof arrange>>;
type Step = (scene: Scene, database: typeof db) => Promise<unknown>;

const subscribeTo =
  (which: 'torre' | 'trial'): Step =>
  ({ ana, keys }, database) => {
    const asked = { priceId: prices[which], country: 'ES', key: keys.first };
    return BillingService.createSubscription(ana, asked, visit(), database);
  };
const subscribe = subscribeTo('torre');

async function numberOf({ ana }: Scene): Promise<string> {
  const [row] = await owner`select number from invoices where user_id = ${ana.id} order by created_at desc`;
  return row?.number ?? '';
}

async function subscriptionOf({ ana }: Scene): Promise<string> {
  const [row] = await owner`select id from subscriptions where user_id = ${ana.id}`;
  return row?.id ?? '';
}

const pay: Step = async (scene, database) =>
  BillingService.payInvoice(
    scene.ana,
    { number: await numberOf(scene), key: scene.keys.before },
    visit(),
    database,
  );

const changeTo =
  (which: 'castle' | 'hut', total: bigint): Step =>
  async (scene, database) => {
    const what = { subscriptionId: await subscriptionOf(scene), priceId: prices[which], total };
    return BillingService.changePlan(scene.ana, { ...what, key: scene.keys.next }, visit(10), database);
  };

const cancel =
  (when: 'now' | 'period_end', key: 'before' | 'next' = 'next'): Step =>
  async (scene, database) => {
    const what = { subscriptionId: await subscriptionOf(scene), when, key: scene.keys[key] };
    return BillingService.cancelSubscription(scene.ana, what, visit(), database);
  };

const resume: Step = async (scene, database) => {
  const what = { subscriptionId: await subscriptionOf(scene), key: scene.keys.next };
  return BillingService.resumeSubscription(scene.ana, what, visit(), database);
};

/** Everything that the user has of it, without ids and numbers, so that two scenes can be compared. */
async function stateOf({ ana: { id } }: Scene) {
  const mine = owner`(select id from invoices where user_id = ${id})`;
  const all = (query: PendingQuery<Row[]>) => owner`(select json_agg(found) from (${query}) as found)`;
  const [state] = await owner`select
    ${all(owner`
      select status, trial_ends_at, period_end, cancel_at_period_end, cancelled_at
      from subscriptions where user_id = ${id}`)} as subscriptions,
    ${all(owner`
      select status, reason, amount, tax_amount, number is not null as numbered, paid_at, voided_at, attempts
      from invoices where user_id = ${id} order by amount`)} as invoices,
    ${all(owner`select kind, amount from invoice_lines where invoice_id in ${mine} order by amount`)} as lines,
    ${all(owner`select amount from payments where invoice_id in ${mine}`)} as payments,
    ${all(owner`select amount, tax_amount from credit_notes where invoice_id in ${mine}`)} as credit_notes,
    ${all(owner`select balance from ledger_accounts where user_id = ${id}`)} as accounts,
    ${all(owner`select country from billing_details where user_id = ${id}`)} as details,
    ${all(owner`select route, response_status from idempotency_keys where user_id = ${id} order by route`)} as keys,
    ${all(owner`
      select regexp_replace(subject, 'INV-[0-9-]+', '#') as subject
      from mail_outbox where user_id = ${id} order by 1`)} as mails`;
  return state;
}

describe.each<[string, Step[], Step]>([
  ['a subscription', [], subscribe],
  ['a trial', [], subscribeTo('trial')],
  ['a payment', [subscribe], pay],
  ['a change to a dearer plan', [subscribe, pay], changeTo('castle', 2100n)],
  ['a change to a cheaper plan', [subscribe, pay], changeTo('hut', -2079n)],
  ['a cancellation', [subscribe], cancel('now')],
  ['a cancellation for later', [subscribe], cancel('period_end')],
  ['keeping what was cancelled', [subscribe, cancel('period_end', 'before')], resume],
])('%s', (_, before, step) => {
  test('that fails at any statement has done nothing, and the next try does it once', async () => {
    const first = await arrange();
    for (const earlier of before) await earlier(first, db);
    const whole = failingAt(0);
    await step(first, whole.database);
    const done = await stateOf(first);
    expect(whole.counted.statements).toBeGreaterThan(4);

    for (let last = 1; last <= whole.counted.statements; last++) {
      const scene = await arrange();
      for (const earlier of before) await earlier(scene, db);
      const untouched = await stateOf(scene);
      await expect(step(scene, failingAt(last).database), `statement ${last}`).rejects.toThrow();
      expect(await stateOf(scene), `after statement ${last}`).toEqual(untouched);
      await step(scene, db);
      await step(scene, db);
      expect(await stateOf(scene), `tried again after statement ${last}`).toEqual(done);
    }
  }, 240_000);
});
