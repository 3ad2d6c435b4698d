import { eq } from 'drizzle-orm';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { verifyLedger } from '~/features/wallet/verify-ledger.service';
import * as WalletService from '~/features/wallet/wallet.service';
import { db } from '~/lib/data/system';
import { aVisit } from '~/lib/testing/actors';
import { owner } from '~/lib/testing/owner';
import { beginTopUp, checkoutOf, knockOf, tell } from '~/lib/testing/payments';
import { addUser, type TestUser } from '~/lib/testing/users';
import { checkouts } from './checkouts.schema';
import * as CheckoutsService from './checkouts.service';
import * as InboxService from './inbox.service';
import * as MyPaymentsService from './my-payments.service';
import { stateOf } from './payments.rules';
import { reconcile } from './reconcile.service';
import { deliverTestWebhooks } from './test-provider/deliver';
import * as TestCheckoutService from './test-provider/test-checkout.service';
import { testCheckouts, testWebhooks } from './test-provider/test-provider.schema';

let ana: Pick<TestUser, 'id' | 'email'>;
beforeEach(async () => {
  ana = await addUser();
});
afterAll(async () => {
  expect((await verifyLedger(db)).flatMap(({ broken }) => broken)).toEqual([]);
  await owner.end();
});

const visit = () => aVisit({ address: null });
const balance = () => WalletService.getBalance(ana, 'EUR');
const MINUTES = 60_000;

/** The app's door, as it stands on the network: answers like the route, and may be shut for some knocks. */
async function withDoor<T>(work: (address: string) => Promise<T>, shutFor = 0): Promise<T> {
  let knocks = 0;
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    async fetch(request) {
      if (++knocks <= shutFor) return new Response(null, { status: 503 });
      const id = await InboxService.receive(
        'test',
        { body: await request.text(), headers: request.headers },
        new Date(),
      );
      if (id) await InboxService.handle(id, new Date());
      return new Response('stored');
    },
  });
  try {
    return await work(`http://127.0.0.1:${server.port}/webhooks/test`);
  } finally {
    await server.stop(true);
  }
}

/** Everything that the test provider has to tell about this checkout is told, over HTTP. */
async function deliverAll(id: string, address: string, now: Date): Promise<void> {
  for (let turn = 0; turn < 50; turn++) {
    await deliverTestWebhooks(now, undefined, address);
    const [left] = await owner`
      select from test_webhooks where payload::json ->> 'order' = ${id} and delivered_at is null and next_attempt_at <= ${now}`;
    if (!left) return;
  }
}

describe('a top-up', () => {
  test('that is sent again under its key is one checkout, with one page', async () => {
    const input = { amount: 2_500n, currency: 'EUR', key: crypto.randomUUID() } as const;
    const begun = await Promise.all([1, 2, 3].map(() => CheckoutsService.startTopUp(ana, input, visit())));
    begun.push(await CheckoutsService.startTopUp(ana, input, visit()));
    expect(new Set(begun.map(({ checkoutId, url }) => `${checkoutId} ${url}`)).size).toBe(1);
    expect(await db.$count(checkouts, eq(checkouts.userId, ana.id))).toBe(1);
    const other = { ...input, amount: 9_900n };
    await expect(CheckoutsService.startTopUp(ana, other, visit())).rejects.toMatchObject({
      code: 'unprocessable',
    });
  });

  test('whose process died before it knew the provider’s page goes on with the same one', async () => {
    const input = { amount: 2_500n, currency: 'EUR', key: crypto.randomUUID() } as const;
    const { checkoutId, url } = await CheckoutsService.startTopUp(ana, input, visit());
    await owner.begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      await tx`update checkouts set reference = null, url = null where id = ${checkoutId}`;
    });
    expect(await CheckoutsService.startTopUp(ana, input, visit())).toEqual({ checkoutId, url });
    expect(await db.$count(testCheckouts, eq(testCheckouts.orderId, checkoutId))).toBe(1);
  });

  test('is paid at the provider, told by webhook over HTTP, and then in the wallet', async () => {
    const { id, reference } = await beginTopUp(ana);
    const back = await TestCheckoutService.decide(reference ?? '', 'pay', new Date());
    expect(back).toContain(`/wallet/payments?id=${id}`);
    expect(await balance()).toBe(0n);
    await withDoor((address) => deliverAll(id, address, new Date()));
    expect(await balance()).toBe(5_000n);
    const [opened] = await owner`
      select status from webhook_events where type = 'checkout.opened' and payload::json ->> 'order' = ${id}`;
    expect(opened).toEqual({ status: 'unknown' });
  });

  test('is told again where nobody took it in', async () => {
    const { id, reference } = await beginTopUp(ana);
    await TestCheckoutService.decide(reference ?? '', 'pay', new Date());
    const now = new Date();
    await withDoor((address) => deliverAll(id, address, now), 40);
    expect(await balance()).toBe(0n);
    const tomorrow = new Date(now.getTime() + 24 * 60 * MINUTES);
    await withDoor((address) => deliverAll(id, address, tomorrow));
    expect(await balance()).toBe(5_000n);
    const [told] = await owner`
      select attempts from test_webhooks where payload::json ->> 'order' = ${id} and payload::json ->> 'type' = 'checkout.paid'`;
    expect(told?.attempts).toBeGreaterThan(1);
  });

  test.each([
    ['decline', 'declined'],
    ['cancel', 'cancelled'],
  ] as const)('that ends with "%s" moves nothing, and its user sees %s', async (outcome, state) => {
    const { id, reference } = await beginTopUp(ana);
    await TestCheckoutService.decide(reference ?? '', outcome, new Date());
    expect(await MyPaymentsService.findOut(ana, id, new Date())).toMatchObject({ state });
    expect(await balance()).toBe(0n);
    await expect(TestCheckoutService.decide(reference ?? '', 'pay', new Date())).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  test('clicked twice at the provider is paid once and told once', async () => {
    const { id, reference } = await beginTopUp(ana);
    const pay = () => TestCheckoutService.decide(reference ?? '', 'pay', new Date());
    expect(new Set(await Promise.all([pay(), pay(), pay()])).size).toBe(1);
    const told = (await db.select().from(testWebhooks)).filter(
      ({ payload }) => payload.includes(id) && payload.includes('checkout.paid'),
    );
    expect(told).toHaveLength(1);
  });

  test('is too often begun by one account for anybody to try cards with it', async () => {
    const start = (key: string = crypto.randomUUID()) =>
      CheckoutsService.startTopUp(ana, { amount: 500n, currency: 'EUR', key }, visit());
    const key = crypto.randomUUID();
    const first = await start(key);
    for (let tries = 1; tries < 20; tries++) await start();
    await expect(start()).rejects.toMatchObject({ code: 'rate_limited' });
    // A repetition is no try.
    expect(await start(key)).toEqual(first);
  });
});

describe('whoever comes back', () => {
  test('is told what the provider says, also where its webhook is late', async () => {
    const { id, reference } = await beginTopUp(ana);
    expect(await MyPaymentsService.findOut(ana, id, new Date())).toMatchObject({ state: 'open' });
    expect(await MyPaymentsService.listOpen(ana, new Date())).toMatchObject([{ id, state: 'open' }]);
    await TestCheckoutService.decide(reference ?? '', 'pay', new Date());
    expect(await MyPaymentsService.findOut(ana, id, new Date())).toMatchObject({ state: 'paid' });
    expect(await MyPaymentsService.listOpen(ana, new Date())).toEqual([]);
    expect(await balance()).toBe(5_000n);
    await withDoor((address) => deliverAll(id, address, new Date()));
    expect(await balance()).toBe(5_000n);
  });

  test('without having paid has nothing', async () => {
    const { id } = await beginTopUp(ana);
    expect(await MyPaymentsService.findOut(ana, id, new Date())).toMatchObject({ state: 'open' });
    expect(await balance()).toBe(0n);
  });

  test('for somebody else’s payment is told that there is none', async () => {
    const { id } = await beginTopUp(await addUser());
    await expect(MyPaymentsService.findOut(ana, id, new Date())).rejects.toMatchObject({ code: 'not_found' });
    expect(await MyPaymentsService.listCheckouts(ana)).toEqual([]);
  });
});

describe('reconciling', () => {
  test('brings in what a lost webhook would have told, and ends what nobody can pay any more', async () => {
    const fresh = await beginTopUp(ana);
    const hour = new Date(Date.now() - 59 * MINUTES);
    const [paid, open] = [await beginTopUp(ana, 5_000n, hour), await beginTopUp(ana, 5_000n, hour)];
    const over = await beginTopUp(ana, 5_000n, new Date(Date.now() - 61 * MINUTES));
    for (const { reference } of [fresh, paid]) {
      await TestCheckoutService.decide(reference ?? '', 'pay', new Date());
    }
    const { asked, ended } = await reconcile(new Date());
    expect([asked >= 3, ended >= 2]).toEqual([true, true]);
    const states = await Promise.all([fresh, paid, open, over].map(({ id }) => checkoutOf(id)));
    // The fresh one has ten minutes for its webhook.
    expect(states.map(stateOf)).toEqual(['open', 'paid', 'open', 'expired']);
    expect(await balance()).toBe(5_000n);
  });
});

test('money that arrives after its user has left waits in the wallet that was theirs', async () => {
  const checkout = await beginTopUp(ana);
  await owner`select private.delete_account(${ana.id})`;
  await tell(knockOf('checkout.paid', checkout));
  const [wallet] = await owner`select balance, user_id from ledger_accounts where id = ${checkout.walletId}`;
  expect(wallet).toEqual({ balance: '5000', user_id: null });
  await tell(knockOf('payment.refunded', checkout));
  const [empty] = await owner`select balance from ledger_accounts where id = ${checkout.walletId}`;
  expect(empty).toEqual({ balance: '0' });
});
