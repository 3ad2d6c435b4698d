import { describe, expect, test } from 'vitest';
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

async function arrange() {
  const [ana, torre, castle, hut] = await Promise.all([
    addUser(),
    newPrice(),
    newPrice({ amount: 6200n }),
    newPrice({ amount: 31n }),
  ]);
  await fillWallet(ana.id, 50_000n);
  const key = () => crypto.randomUUID();
  const subscribe = { priceId: torre.id, country: 'ES', key: key() };
  return { ana, castle, hut, subscribe, keys: { pay: key(), next: key() } };
}

type Scene = Awaited<ReturnType<typeof arrange>>;
type Step = (scene: Scene, database: typeof db) => Promise<unknown>;

const subscribe: Step = ({ ana, subscribe: input }, database) =>
  BillingService.createSubscription(ana, input, visit(), database);

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
    { number: await numberOf(scene), key: scene.keys.pay },
    visit(),
    database,
  );

const changeTo =
  (which: 'castle' | 'hut', total: bigint): Step =>
  async (scene, database) => {
    const what = { subscriptionId: await subscriptionOf(scene), priceId: scene[which].id, total };
    return BillingService.changePlan(scene.ana, { ...what, key: scene.keys.next }, visit(10), database);
  };

const cancel: Step = async (scene, database) => {
  const what = { subscriptionId: await subscriptionOf(scene), when: 'now', key: scene.keys.next } as const;
  return BillingService.cancelSubscription(scene.ana, what, visit(), database);
};

/** Everything that the user has of it, without ids and numbers, so that two scenes can be compared. */
async function stateOf({ ana }: Scene) {
  const mine = owner`(select id from invoices where user_id = ${ana.id})`;
  const rows = await Promise.all([
    owner`select status, price_id is not null as priced, period_end, cancelled_at from subscriptions where user_id = ${ana.id}`,
    owner`select status, reason, amount, tax_amount, number is not null as numbered, paid_at, voided_at, attempts
      from invoices where user_id = ${ana.id} order by amount`,
    owner`select kind, amount from invoice_lines where invoice_id in ${mine} order by amount`,
    owner`select amount from payments where invoice_id in ${mine}`,
    owner`select amount, tax_amount from credit_notes where invoice_id in ${mine}`,
    owner`select balance from ledger_accounts where user_id = ${ana.id}`,
    owner`select country from billing_details where user_id = ${ana.id}`,
    owner`select route, response_status from idempotency_keys where user_id = ${ana.id} order by route`,
    owner`select regexp_replace(subject, 'INV-[0-9-]+', '#') as subject from mail_outbox where user_id = ${ana.id} order by 1`,
  ]);
  return rows.map((row) => [...row]);
}

describe.each<[string, Step[], Step]>([
  ['a subscription', [], subscribe],
  ['a payment', [subscribe], pay],
  ['a change to a dearer plan', [subscribe, pay], changeTo('castle', 2100n)],
  ['a change to a cheaper plan', [subscribe, pay], changeTo('hut', -2079n)],
  ['a cancellation', [subscribe], cancel],
])('%s', (_, before, step) => {
  test('that fails at any statement has done nothing, and the next try does it once', async () => {
    const first = await arrange();
    for (const earlier of before) await earlier(first, db);
    const whole = failingAt(0);
    await step(first, whole.database);
    const done = await stateOf(first);
    expect(whole.counted.statements).toBeGreaterThan(5);

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
