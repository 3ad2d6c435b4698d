import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { verifyLedger } from '~/features/wallet/verify-ledger.service';
import * as WalletService from '~/features/wallet/wallet.service';
import { MOST_ATTEMPTS } from '~/lib/backoff';
import { db } from '~/lib/data/system';
import { aVisit } from '~/lib/testing/actors';
import { owner } from '~/lib/testing/owner';
import { beginTopUp, checkoutOf, eventNamed, knockOf, signed, tell } from '~/lib/testing/payments';
import { addUser, type TestUser } from '~/lib/testing/users';
import { untilWaiting } from '~/lib/testing/waiting';
import { widePool } from '~/lib/testing/wide-pool';
import type { Checkout } from './checkouts.schema';
import { forgetBodies } from './forget.service';
import * as InboxService from './inbox.service';
import { stateOf } from './payments.rules';
import * as ReplayService from './replay.service';

const pool = widePool();
let ana: Pick<TestUser, 'id' | 'email'>;
let checkout: Checkout;
beforeEach(async () => {
  ana = await addUser();
  checkout = await beginTopUp(ana);
});
afterAll(async () => {
  await pool.close();
  expect((await verifyLedger(db)).flatMap(({ broken }) => broken)).toEqual([]);
  await owner.end();
});

const balance = () => WalletService.getBalance(ana, 'EUR');
const receive = (knock: { body: string; headers: Headers }) =>
  InboxService.receive('test', knock, new Date());

/** What is in the end: of the checkout, of the wallet, and of what was said. */
async function outcome() {
  const known = await checkoutOf(checkout.id);
  const { takenBack, owed } = known;
  return { state: stateOf(known), balance: await balance(), takenBack, owed };
}

describe('the door', () => {
  test('takes in what the provider has signed, as it came, before anything is done about it', async () => {
    const knock = knockOf('checkout.paid', checkout);
    expect(await receive(knock)).toBeTypeOf('string');
    expect(await eventNamed(knock)).toMatchObject([{ status: 'received', payload: knock.body, attempts: 0 }]);
    expect(await balance()).toBe(0n);
  });

  test('is shut to what it has not signed, to another body, to a recording, and to words that are not its own', async () => {
    const { body, headers } = knockOf('checkout.paid', checkout);
    const hourAgo = new Date(Date.now() - 3_600_000);
    const knocks = [
      signed(body, 'whsec_guessed'),
      signed(body, undefined, hourAgo),
      { body: body.replace('5000', '9000'), headers },
      { body, headers: new Headers() },
      signed(body.replace('"checkout.paid"', '"checkout.paid\\u0000"')),
      signed(body.replace('"5000"', '"-5000"')),
      signed('no event'),
    ];
    for (const knock of knocks) await expect(receive(knock)).rejects.toMatchObject({ code: 'invalid' });
    expect(await eventNamed({ body, headers })).toEqual([]);
  });

  test('is no door for a provider that we do not have', async () => {
    const knock = knockOf('checkout.paid', checkout);
    for (const name of ['stripe', 'nobody', '']) {
      await expect(InboxService.receive(name, knock, new Date())).rejects.toMatchObject({
        code: 'not_found',
      });
    }
  });
});

describe('an event', () => {
  test('that is a payment brings the money in', async () => {
    await tell(knockOf('checkout.paid', checkout));
    expect(await outcome()).toEqual({ state: 'paid', balance: 5_000n, takenBack: 0n, owed: 0n });
  });

  test('that comes twenty times at once, and once more, has one effect', async () => {
    const { database } = pool;
    const knock = knockOf('checkout.paid', checkout);
    await Promise.all(Array.from({ length: 20 }, () => tell(knock, database)));
    await tell(knock);
    expect(await balance()).toBe(5_000n);
    expect(await eventNamed(knock)).toMatchObject([{ status: 'handled', attempts: 0, lastError: null }]);
  });

  test('that is handled by twenty at once has one effect, and none of them fails', async () => {
    const { database } = pool;
    const knock = knockOf('checkout.paid', checkout);
    const id = (await receive(knock)) ?? '';
    const done = await Promise.all(
      Array.from({ length: 20 }, () => InboxService.handle(id, new Date(), database)),
    );
    expect(new Set(done)).toEqual(new Set([true]));
    expect(await eventNamed(knock)).toMatchObject([{ status: 'handled', attempts: 0, lastError: null }]);
    expect(await balance()).toBe(5_000n);
  });

  test('that somebody else handles at this moment is left to them', async () => {
    const knock = knockOf('checkout.paid', checkout);
    const id = (await receive(knock)) ?? '';
    const { promise: other, resolve: over } = Promise.withResolvers<Promise<boolean>>();
    await owner.begin(async (tx) => {
      await tx`select from webhook_events where id = ${id} for no key update`;
      over(InboxService.handle(id, new Date()));
      await untilWaiting('%webhook_events%for no key update%');
      await tx`update webhook_events set status = 'handled', handled_at = now(), next_attempt_at = null where id = ${id}`;
    });
    expect(await other).toBe(true);
    expect(await balance()).toBe(0n);
  });

  test('beside others about the same checkout waits for its turn', async () => {
    const { database } = pool;
    const payments = Array.from({ length: 8 }, () => knockOf('checkout.paid', checkout));
    const refunds = Array.from({ length: 8 }, () =>
      knockOf('payment.refunded', checkout, { amount: 1_000n }),
    );
    const knocks = [...payments, ...refunds];
    await Promise.all(knocks.map((knock) => tell(knock, database)));
    for (const knock of knocks) {
      expect(await eventNamed(knock)).toMatchObject([{ status: 'handled', attempts: 0, lastError: null }]);
    }
    expect(await outcome()).toEqual({ state: 'paid', balance: 4_000n, takenBack: 1_000n, owed: 0n });
  });

  test('of a type that means nothing here is kept and marked', async () => {
    const knock = knockOf('customer.smiled', checkout);
    await tell(knock);
    expect(await eventNamed(knock)).toMatchObject([{ status: 'unknown', payload: knock.body }]);
    expect(await outcome()).toMatchObject({ state: 'open', balance: 0n });
  });

  test('that cannot be is written down, comes again, and is given up in the end', async () => {
    const knock = knockOf('checkout.paid', checkout, { amount: 1n });
    await tell(knock);
    expect(await eventNamed(knock)).toMatchObject([
      { status: 'received', attempts: 1, lastError: expect.stringContaining('5000 EUR was asked for') },
    ]);
    const [{ id } = { id: '' }] = await eventNamed(knock);
    for (let tries = 2; tries <= MOST_ATTEMPTS; tries++) await InboxService.handle(id, new Date());
    expect(await eventNamed(knock)).toMatchObject([
      { status: 'failed', attempts: MOST_ATTEMPTS, nextAttemptAt: null },
    ]);
    expect(await balance()).toBe(0n);
  });
});

test('one payment does not pay two checkouts: the second waits for somebody to look', async () => {
  const [other, payment] = [await beginTopUp(ana), `pay_of_both_${checkout.id}`];
  await tell(knockOf('checkout.paid', checkout, { payment }));
  const again = knockOf('checkout.paid', other, { payment });
  await tell(again);
  expect(await eventNamed(again)).toMatchObject([
    { status: 'received', attempts: 1, lastError: expect.stringContaining('checkouts_payment_reference') },
  ]);
  expect(await balance()).toBe(5_000n);
});

test('events in any order, each twice, end the same', async () => {
  const orders = [
    ['checkout.paid', 'payment.disputed', 'payment.dispute_won', 'checkout.cancelled'],
    ['payment.dispute_won', 'payment.disputed', 'checkout.cancelled', 'checkout.paid'],
    ['payment.disputed', 'checkout.paid', 'checkout.cancelled', 'payment.dispute_won'],
    ['checkout.cancelled', 'checkout.paid', 'payment.disputed', 'payment.dispute_won'],
  ];
  for (const order of orders) {
    ana = await addUser();
    checkout = await beginTopUp(ana);
    const knocks = order.map((type) => knockOf(type, checkout));
    for (const knock of [...knocks, ...knocks]) await tell(knock);
    expect(await outcome(), order.join()).toEqual({
      state: 'paid',
      balance: 5_000n,
      takenBack: 0n,
      owed: 0n,
    });
  }
});

/** Paid, spent but for 10.00, and taken back by the bank. */
async function owing(of: Checkout): Promise<void> {
  await tell(knockOf('checkout.paid', of));
  const { email: recipient } = await addUser();
  const key = crypto.randomUUID();
  const spent = { recipient, amount: 4_000n, currency: 'EUR', note: null, key } as const;
  await WalletService.transfer(ana, spent, aVisit());
  await tell(knockOf('payment.disputed', of));
}

/** By an administrator. */
function reverse(transactionId: string | null) {
  const asked = { transactionId: transactionId ?? '', reason: 'by hand', key: crypto.randomUUID() };
  const admin = { id: ana.id, profile: { role: 'admin', suspendedAt: null } };
  return WalletService.reverse(admin as Parameters<typeof WalletService.reverse>[0], asked, aVisit()); // nothing else is read
}

describe('money that goes back to the card', () => {
  test('leaves the wallet by another posting that names the first', async () => {
    await tell(knockOf('checkout.paid', checkout));
    await tell(knockOf('payment.refunded', checkout, { amount: 2_000n }));
    expect(await outcome()).toEqual({ state: 'paid', balance: 3_000n, takenBack: 2_000n, owed: 0n });
    await tell(knockOf('payment.refunded', checkout));
    expect(await outcome()).toEqual({ state: 'returned', balance: 0n, takenBack: 5_000n, owed: 0n });
    const { transactionId } = await checkoutOf(checkout.id);
    const links = await owner`
      select kind, metadata ->> 'returns' as returns from ledger_transactions
      where metadata ->> 'checkout' = ${checkout.id} order by posted_at, kind`;
    expect(links).toMatchObject([
      { kind: 'top_up' },
      { kind: 'card_return', returns: transactionId },
      { kind: 'card_return', returns: transactionId },
    ]);
  });

  test('before it was heard that it came waits for that, and both are posted', async () => {
    await tell(knockOf('payment.refunded', checkout));
    expect(await outcome()).toMatchObject({ state: 'open', balance: 0n, takenBack: 0n });
    await tell(knockOf('checkout.paid', checkout));
    expect(await outcome()).toEqual({ state: 'returned', balance: 0n, takenBack: 5_000n, owed: 0n });
  });

  test('and was spent is owed, and the next top-up pays it first', async () => {
    await owing(checkout);
    expect(await outcome()).toEqual({ state: 'returned', balance: 0n, takenBack: 5_000n, owed: 4_000n });

    const next = await beginTopUp(ana, 10_000n);
    await tell(knockOf('checkout.paid', next));
    expect(await outcome()).toEqual({ state: 'returned', balance: 6_000n, takenBack: 5_000n, owed: 0n });

    await tell(knockOf('payment.dispute_won', checkout));
    expect(await outcome()).toEqual({ state: 'paid', balance: 11_000n, takenBack: 0n, owed: 0n });
  });

  test('and is given again while the next top-up pays the debt waits its turn, and neither is tried twice', async () => {
    await owing(checkout);
    const next = await beginTopUp(ana, 10_000n);
    const knocks = [knockOf('checkout.paid', next), knockOf('payment.dispute_won', checkout)] as const;
    const { database } = pool;
    const settled: Promise<void>[] = [];
    // Whoever is in the ledger wants the debt, and whoever has the debt wants the ledger.
    await owner.begin(async (tx) => {
      await tx`select from ledger_accounts where kind = 'clearing' and currency = 'EUR' for no key update`;
      settled.push(tell(knocks[0], database));
      await untilWaiting('%into "ledger_entries"%');
      settled.push(tell(knocks[1], database));
      await untilWaiting('%pg_advisory_xact_lock%');
    });
    await Promise.all(settled);
    for (const knock of knocks) {
      expect(await eventNamed(knock)).toMatchObject([{ status: 'handled', attempts: 0, lastError: null }]);
    }
    expect(await outcome()).toEqual({ state: 'paid', balance: 10_000n + 1_000n, takenBack: 0n, owed: 0n });
  });

  test('although an administrator was faster and has reversed the posting is not taken twice', async () => {
    await tell(knockOf('checkout.paid', checkout));
    const { transactionId } = await checkoutOf(checkout.id);
    await reverse(transactionId);
    await tell(knockOf('payment.refunded', checkout));
    expect(await outcome()).toEqual({ state: 'returned', balance: 0n, takenBack: 5_000n, owed: 0n });
  });

  test('and is won from the bank afterwards comes into the wallet all the same, and can go back once more', async () => {
    await tell(knockOf('checkout.paid', checkout));
    await reverse((await checkoutOf(checkout.id)).transactionId);
    await tell(knockOf('payment.disputed', checkout));
    await tell(knockOf('payment.dispute_won', checkout));
    expect(await outcome()).toEqual({ state: 'paid', balance: 5_000n, takenBack: 0n, owed: 0n });
    await tell(knockOf('payment.refunded', checkout));
    expect(await outcome()).toEqual({ state: 'returned', balance: 0n, takenBack: 5_000n, owed: 0n });
  });

  test('in part, and is won, leaves no more than what was won when the rest is refunded', async () => {
    await tell(knockOf('checkout.paid', checkout));
    await reverse((await checkoutOf(checkout.id)).transactionId);
    await tell(knockOf('payment.disputed', checkout, { amount: 2_000n }));
    await tell(knockOf('payment.dispute_won', checkout));
    expect(await outcome()).toEqual({ state: 'paid', balance: 2_000n, takenBack: 0n, owed: 0n });
    await tell(knockOf('payment.refunded', checkout, { amount: 3_000n }));
    expect(await outcome()).toEqual({ state: 'paid', balance: 2_000n, takenBack: 3_000n, owed: 0n });
    await tell(knockOf('payment.refunded', checkout));
    expect(await outcome()).toEqual({ state: 'returned', balance: 0n, takenBack: 5_000n, owed: 0n });
  });

  test('is not taken back by hand, and neither is what it came from, of which it would go twice', async () => {
    const { transactionId } = await WalletService.topUp(
      { userId: ana.id, amount: 9_000n, currency: 'EUR', reference: `by hand ${checkout.id}` },
      new Date(),
    );
    await tell(knockOf('checkout.paid', checkout));
    await tell(knockOf('payment.refunded', checkout, { amount: 2_000n }));
    const [paid] = await owner`select transaction_id as id from checkouts where id = ${checkout.id}`;
    const [returned] = await owner`
      select id from ledger_transactions where kind = 'card_return' and metadata->>'checkout' = ${checkout.id}`;
    for (const row of [paid, returned]) {
      await expect(reverse(row?.id)).rejects.toMatchObject({ code: 'conflict' });
    }
    expect(await balance()).toBe(9_000n + 3_000n);
    await reverse(transactionId);
    expect(await balance()).toBe(3_000n);
  });
});

describe('replaying', () => {
  test('an event that was handled changes nothing', async () => {
    const knock = knockOf('checkout.paid', checkout);
    await tell(knock);
    const [{ id, eventId } = { id: '', eventId: '' }] = await eventNamed(knock);
    for (const name of [id, eventId]) {
      expect(await ReplayService.replay({ id: name }, new Date())).toMatchObject([{ status: 'handled' }]);
    }
    expect(await balance()).toBe(5_000n);
  });

  test('handles what was left by a process that died after it was taken in', async () => {
    const knock = knockOf('checkout.paid', checkout);
    await receive(knock);
    const [{ id } = { id: '' }] = await eventNamed(knock);
    expect(await ReplayService.listReplayed({ allFailed: true }, new Date())).toContainEqual(
      expect.objectContaining({ id, status: 'received' }),
    );
    await InboxService.handleDue(new Date());
    expect(await balance()).toBe(5_000n);
  });

  test('a name that nothing has is said to be none', async () => {
    await expect(ReplayService.replay({ id: 'evt_nobody' }, new Date())).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('after three months', () => {
  const DAY = 86_400_000;
  const ago = (days: number) => new Date(Date.now() - days * DAY);

  /** Taken in so many days ago, under a signature of that time. */
  async function heard(body: string, days: number): Promise<string> {
    const knock = signed(body, undefined, ago(days));
    const id = (await InboxService.receive('test', knock, ago(days))) ?? '';
    await InboxService.handle(id, ago(days));
    return id;
  }
  const kept = async (id: string) =>
    (await owner`select status, payload is not null as body from webhook_events where id = ${id}`)[0];

  test('bodies of events that came to an end are forgotten, and nothing else is', async () => {
    const paid = knockOf('checkout.paid', checkout);
    const [old, unknown, young, failed] = await Promise.all([
      heard(paid.body, 91),
      heard(knockOf('customer.smiled', checkout).body, 91),
      heard(knockOf('customer.frowned', checkout).body, 89),
      heard(knockOf('checkout.paid', checkout, { amount: 1n }).body, 91),
    ]);
    expect(await forgetBodies(new Date())).toBeGreaterThanOrEqual(2);
    expect(await Promise.all([old, unknown, young, failed].map(kept))).toEqual([
      { status: 'handled', body: false },
      { status: 'unknown', body: false },
      { status: 'unknown', body: true },
      { status: 'received', body: true },
    ]);
    // Its name is known for ever.
    expect(await receive(signed(paid.body))).toBeNull();
    expect(await balance()).toBe(5_000n);
    await expect(ReplayService.replay({ id: old }, new Date())).rejects.toMatchObject({ code: 'not_found' });
  });

  test('an event that waited in vain for its payment waits no longer', async () => {
    const id = await heard(knockOf('customer.left', checkout).body, 91);
    await owner`update webhook_events set status = 'waiting', waits_for = 'pay_of_others' where id = ${id}`;
    await forgetBodies(new Date());
    expect(await kept(id)).toEqual({ status: 'unknown', body: false });
  });

  test('nobody forgets one of this month, and nobody one that is still to be handled', async () => {
    const [young, due] = [
      await heard(knockOf('customer.smiled', checkout).body, 29),
      (await receive(knockOf('checkout.paid', checkout))) ?? '',
    ];
    for (const id of [young, due]) {
      const empty = owner`update webhook_events set payload = null where id = ${id}`;
      await expect(empty).rejects.toMatchObject({ code: '42501' });
    }
  });
});

test('what was said and what is known can neither be taken back nor changed', async () => {
  await tell(knockOf('checkout.paid', checkout));
  const refused = { code: '42501' };
  const wrong = [
    owner`update checkouts set paid_at = null where id = ${checkout.id}`,
    owner`update checkouts set amount = 1 where id = ${checkout.id}`,
    owner`update checkouts set transaction_id = null where id = ${checkout.id}`,
    owner`delete from checkouts where id = ${checkout.id}`,
    owner`update webhook_events set payload = '{}'`,
    owner`delete from webhook_events`,
  ];
  for (const statement of wrong) await expect(statement).rejects.toMatchObject(refused);
});
