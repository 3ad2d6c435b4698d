import { eq } from 'drizzle-orm';
import { afterAll, describe, expect, test } from 'vitest';
import * as BillingService from '~/features/billing/billing.service';
import * as WalletService from '~/features/wallet/wallet.service';
import { db } from '~/lib/data/system';
import { aVisit } from '~/lib/testing/actors';
import { fillWallet, newPrice } from '~/lib/testing/billing';
import { failingAt } from '~/lib/testing/failing-database';
import { owner } from '~/lib/testing/owner';
import { beginTopUp, checkoutOf, eventNamed, type Knock, knockOf, tell } from '~/lib/testing/payments';
import { addUser, type TestUser } from '~/lib/testing/users';
import { type Checkout, checkouts } from './checkouts.schema';
import * as CheckoutsService from './checkouts.service';
import * as InboxService from './inbox.service';
import { stateOf } from './payments.rules';
import { testCheckouts } from './test-provider/test-provider.schema';

// Far from now: `billing:run` of another test works on this database by its own clock.
const START = new Date('2127-03-01T09:30:00Z');

afterAll(() => owner.end());

interface Scene {
  checkout: Checkout;
  /** What comes while the process dies. */
  knock: Knock;
}

async function topUp(before: string[], type: string): Promise<Scene> {
  const checkout = await beginTopUp(await addUser());
  for (const earlier of before) await tell(knockOf(earlier, checkout));
  return { checkout, knock: knockOf(type, checkout) };
}

async function invoice(): Promise<Scene> {
  const [ana, price] = [await addUser(), await newPrice()];
  const asked = { priceId: price.id, country: 'ES', key: crypto.randomUUID() };
  const visit = aVisit({ address: null, now: START });
  const { invoiceNumber } = await BillingService.createSubscription(ana, asked, visit);
  const input = { number: invoiceNumber ?? '', key: crypto.randomUUID() };
  const { checkoutId } = await CheckoutsService.startInvoicePayment(ana, input, visit);
  const checkout = await checkoutOf(checkoutId);
  return { checkout, knock: knockOf('checkout.paid', checkout) };
}

/** Spent in part before the bank took it back, and paid off by what comes now. */
async function debt(): Promise<Scene> {
  const ana = await addUser();
  const first = await beginTopUp(ana);
  await tell(knockOf('payment.disputed', first));
  await tell(knockOf('checkout.paid', first));
  await owner`update checkouts set owed = 700 where id = ${first.id}`;
  await fillWallet(ana.id, 100n);
  const checkout = await beginTopUp(ana);
  return { checkout, knock: knockOf('checkout.paid', checkout) };
}

/** Sent on to somebody else before it was refunded: what is missing becomes a debt. */
async function spent(): Promise<Scene> {
  const [ana, { email: recipient }] = await Promise.all([addUser(), addUser()]);
  const checkout = await beginTopUp(ana);
  await tell(knockOf('checkout.paid', checkout));
  const key = crypto.randomUUID();
  const sent = { recipient, amount: 4_000n, currency: 'EUR', note: null, key } as const;
  await WalletService.transfer(ana, sent, aVisit());
  return { checkout, knock: knockOf('payment.refunded', checkout) };
}

/** All that money and facts are after it, without ids. */
async function outcomeOf({ checkout }: Scene) {
  const known = await checkoutOf(checkout.id);
  const { walletId, userId } = checkout;
  const mine = owner`(select id from invoices where user_id = ${userId})`;
  const [rows] = await owner`select
    (select balance from ledger_accounts where id = ${walletId}) as balance,
    (select json_agg(json_build_array(kind, amount) order by kind, amount) from ledger_entries as entry
      join ledger_transactions as posted on posted.id = transaction_id where account_id = ${walletId}) as entries,
    (select json_agg(json_build_array(status, paid_at is not null)) from invoices where user_id = ${userId}) as invoices,
    (select json_agg(json_build_array(method, amount)) from payments where invoice_id in ${mine}) as payments,
    (select count(*)::int from mail_outbox where user_id = ${userId}) as letters,
    (select json_agg(owed order by created_at) from checkouts where user_id = ${userId}) as owed`;
  const { takenBack, owed, hasPaidInvoice } = known;
  return { state: stateOf(known), takenBack, owed, hasPaidInvoice, rows };
}

describe.each<[string, () => Promise<Scene>]>([
  ['a payment that comes in', () => topUp([], 'checkout.paid')],
  ['a refund', () => topUp(['checkout.paid'], 'payment.refunded')],
  ['a refund of what was spent', spent],
  ['a payment that is heard of after its refund', () => topUp(['payment.refunded'], 'checkout.paid')],
  ['a dispute that was won', () => topUp(['checkout.paid', 'payment.disputed'], 'payment.dispute_won')],
  ['a payment that pays an invoice', invoice],
  ['a payment that pays a debt first', debt],
])('%s', (_, arrange) => {
  test('that is cut off at any statement has done nothing, and comes to the same in the end', async () => {
    const first = await arrange();
    const whole = failingAt(0);
    await tell(first.knock, whole.database);
    const done = await outcomeOf(first);
    expect(whole.counted.statements).toBeGreaterThan(5);

    for (let last = 1; last <= whole.counted.statements; last++) {
      const scene = await arrange();
      const before = await outcomeOf(scene);
      await tell(scene.knock, failingAt(last).database).catch(() => {});
      expect(await outcomeOf(scene), `after statement ${last}`).toEqual(before);
      // The provider tells again what was not taken in, and the server takes up what was.
      await tell(scene.knock);
      for (const { id } of await eventNamed(scene.knock)) await InboxService.handle(id, new Date());
      expect(await outcomeOf(scene), `taken up after statement ${last}`).toEqual(done);
      expect(await eventNamed(scene.knock)).toMatchObject([{ status: 'handled' }]);
    }
  }, 240_000);
});

test('a way to the card that breaks off at any statement is gone again, or the same checkout, with one page', async () => {
  const begin = (user: Pick<TestUser, 'id' | 'email'>, key: string, database = db) => {
    const input = { amount: 5_000n, currency: 'EUR', key } as const;
    return CheckoutsService.startTopUp(user, input, aVisit({ address: null }), database);
  };
  const whole = failingAt(0);
  await begin(await addUser(), crypto.randomUUID(), whole.database);
  expect(whole.counted.statements).toBeGreaterThan(5);

  for (let last = 1; last <= whole.counted.statements; last++) {
    const [ana, key] = [await addUser(), crypto.randomUUID()];
    await expect(begin(ana, key, failingAt(last).database), `statement ${last}`).rejects.toThrow();
    const begun = await Promise.all([begin(ana, key), begin(ana, key)]);
    expect(begun[0]).toEqual(begun[1]);
    const { checkoutId } = begun[0];
    expect(await db.$count(checkouts, eq(checkouts.userId, ana.id))).toBe(1);
    expect(await db.$count(testCheckouts, eq(testCheckouts.orderId, checkoutId))).toBe(1);
    expect(await WalletService.getBalance(ana, 'EUR')).toBe(0n);
  }
}, 120_000);
