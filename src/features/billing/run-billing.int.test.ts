import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { verifyLedger } from '~/features/wallet/verify-ledger.service';
import * as WalletService from '~/features/wallet/wallet.service';
import { db } from '~/lib/data/system';
import { aVisit } from '~/lib/testing/actors';
import { emptyWallet, fillWallet, newPrice } from '~/lib/testing/billing';
import { failingAt } from '~/lib/testing/failing-database';
import { mailsQueuedFor } from '~/lib/testing/mail';
import { owner } from '~/lib/testing/owner';
import { addUser } from '~/lib/testing/users';
import { runScript } from '~/scripts/lib/testing';
import { addDays } from './billing.rules';
import { type Price, subscriptions } from './billing.schema';
import * as BillingService from './billing.service';
import { invoices } from './invoices.schema';
import { runBilling } from './run-billing.service';

type Person = Awaited<ReturnType<typeof addUser>>;

// Long ago, so that a run finds nothing of another test: those are later.
const START = new Date('2001-01-31T09:30:00Z');
const day = (date: string) => new Date(`${date}T09:30:00Z`);
const dayOf = (date: Date | null) => date?.toISOString().slice(0, 10) ?? null;

let torre: Price;
let people: string[] = [];
beforeEach(async () => {
  torre = await newPrice();
});
// So that no later run finds them.
afterEach(async () => {
  for (const person of people) await emptyWallet(person);
  await owner`delete from auth.users where id in ${owner(people)}`;
  people = [];
});

async function subscriber(money: bigint, price = torre): Promise<Person & { subscriptionId: string }> {
  const person = await addUser();
  people.push(person.id);
  if (money > 0n) await fillWallet(person.id, money);
  const input = { priceId: price.id, country: 'DK', key: crypto.randomUUID() };
  const { subscriptionId } = await BillingService.createSubscription(person, input, aVisit({ now: START }));
  return { ...person, subscriptionId };
}

const NOTHING = { renewed: 0, ended: 0, collected: 0, overdue: 0, unpaid: 0, failed: 0 };

/** The job runs every day, and again when there was something to do: then there is nothing left. */
async function runDaily(from: Date, until: Date, each: (now: Date) => Promise<void>) {
  for (let now = from; now <= until; now = addDays(now, 1)) {
    const { failed, ...done } = await runBilling(now);
    expect(failed).toBe(0);
    if (Object.values(done).some(Boolean)) expect(await runBilling(now)).toEqual(NOTHING);
    await each(now);
  }
}

const invoicesOf = ({ id }: Person) =>
  db.select().from(invoices).where(eq(invoices.userId, id)).orderBy(invoices.issuedAt);
const subscriptionOf = async ({ subscriptionId }: { subscriptionId: string }) =>
  (await db.select().from(subscriptions).where(eq(subscriptions.id, subscriptionId)))[0];
const subjectsTo = async ({ email }: Person) =>
  (await mailsQueuedFor(email)).map(({ subject }) => subject.replace(/INV-\d{4}-\d{6}/, '#')).reverse();

test('a year: who can pays on the day it is due, who cannot is asked five times, and who left the trial is asked from its end', async () => {
  const trial = await newPrice({ trialDays: 14 });
  const yearly = await newPrice({ interval: 'year', amount: 31_000n });
  const [rich, poor, late, leaving, gone, trying, perYear] = [
    await subscriber(12n * 3100n),
    await subscriber(3099n),
    await subscriber(0n),
    await subscriber(100_000n),
    await subscriber(0n),
    await subscriber(100_000n, trial),
    await subscriber(31_000n, yearly),
  ];
  for (const who of [leaving, gone]) {
    const input = { subscriptionId: who.subscriptionId, when: 'period_end', key: 'leave' } as const;
    await BillingService.cancelSubscription(who, input, aVisit({ now: START }));
  }

  await runDaily(START, day('2002-01-30'), async (now) => {
    if (dayOf(now) === '2001-03-07') await fillWallet(late.id, 20n * 3100n);
    if (dayOf(now) === '2001-03-06') expect(await subscriptionOf(late)).toMatchObject({ status: 'past_due' });
    if (dayOf(now) === '2001-03-10') expect(await subscriptionOf(late)).toMatchObject({ status: 'active' });
  });

  const asked = await invoicesOf(rich);
  expect(asked.map(({ issuedAt }) => dayOf(issuedAt))).toEqual([
    '2001-01-31',
    '2001-02-28',
    '2001-03-31',
    '2001-04-30',
    '2001-05-31',
    '2001-06-30',
    '2001-07-31',
    '2001-08-31',
    '2001-09-30',
    '2001-10-31',
    '2001-11-30',
    '2001-12-31',
  ]);
  for (const invoice of asked) expect(invoice).toMatchObject({ status: 'paid', paidAt: invoice.dueDate });
  expect(await WalletService.getBalance(rich, 'EUR')).toBe(0n);
  expect(await subscriptionOf(rich)).toMatchObject({ status: 'active', periodEnd: day('2002-01-31') });

  const ended = { status: 'cancelled', endReason: 'unpaid', cancelledAt: day('2001-03-23') };
  expect(await subscriptionOf(poor)).toMatchObject(ended);
  expect(await invoicesOf(poor)).toMatchObject([
    { status: 'void', voidReason: 'unpaid', overdueAt: day('2001-03-02'), attempts: 4 },
    { status: 'void', voidReason: 'unpaid', overdueAt: null },
  ]);
  expect(await subjectsTo(poor)).toEqual([
    'Your invoice #',
    ...Array.from({ length: 4 }, () => 'We could not collect #'),
    'Your plan has ended',
  ]);

  expect((await invoicesOf(late)).map(({ status }) => status)).toEqual(asked.map(() => 'paid'));
  expect((await invoicesOf(leaving)).map(({ status }) => status)).toEqual(['paid']);
  expect(await subscriptionOf(leaving)).toMatchObject({
    status: 'cancelled',
    endReason: 'period_end',
    cancelledAt: day('2001-02-28'),
  });
  // Who had left before it was due hears of no end of the plan.
  expect(await subscriptionOf(gone)).toMatchObject({ endReason: 'period_end' });
  expect(await subjectsTo(gone)).toEqual([
    ...Array.from({ length: 4 }, () => 'We could not collect #'),
    'Invoice # is void',
  ]);
  for (const { text } of await mailsQueuedFor(gone.email)) {
    expect(text).toMatch(/Your plan (had ended before|has ended, and this invoice of it is still open)/);
  }

  const [first, second] = await invoicesOf(trying);
  expect(first).toMatchObject({ reason: 'start', issuedAt: day('2001-02-14'), periodEnd: day('2001-03-14') });
  expect(second).toMatchObject({ reason: 'renewal', issuedAt: day('2001-03-14') });
  expect(await invoicesOf(perYear)).toHaveLength(1);

  const findings = await verifyLedger();
  expect(findings.filter(({ broken }) => broken.length > 0)).toEqual([]);
}, 180_000);

describe('the job', () => {
  test('that was away for months asks for each of them, and for none twice', async () => {
    const person = await subscriber(0n);
    const run = await runBilling(day('2001-05-01'));
    expect(run).toMatchObject({ renewed: 3, overdue: 1, failed: 0 });
    expect((await invoicesOf(person)).map(({ periodStart }) => dayOf(periodStart)).sort()).toEqual([
      '2001-01-31',
      '2001-02-28',
      '2001-03-31',
      '2001-04-30',
    ]);
    // Late as it is, the first reminder gives the whole time that it promises.
    const [overdue] = (await invoicesOf(person)).filter(({ status }) => status === 'overdue');
    expect(overdue?.nextAttemptAt).toEqual(day('2001-05-04'));
  });

  test('on several machines at once renews and collects each once', async () => {
    const several = await Promise.all(Array.from({ length: 6 }, () => subscriber(3100n)));
    const runs = await Promise.all([1, 2, 3].map(() => runBilling(day('2001-03-05'))));
    // What one of them had locked the others passed over.
    runs.push(await runBilling(day('2001-03-05')));
    const sum = (outcome: 'renewed' | 'collected' | 'failed') =>
      runs.reduce((total, run) => total + run[outcome], 0);
    expect([sum('renewed'), sum('collected'), sum('failed')]).toEqual([6, 6, 0]);
    for (const person of several) {
      expect((await invoicesOf(person)).map(({ status }) => status)).toEqual(['paid', 'pending']);
      expect(await WalletService.getBalance(person, 'EUR')).toBe(0n);
    }
  });

  test('that stumbles over one goes on with the others, and says so', async () => {
    const [broken, whole] = [await subscriber(0n), await subscriber(0n)];
    await owner`delete from billing_details where user_id = ${broken.id}`;
    expect(await runBilling(day('2001-02-28'))).toMatchObject({ renewed: 1, failed: 1 });
    expect(await invoicesOf(whole)).toHaveLength(2);
    expect(await subscriptionOf(broken)).toMatchObject({ periodIndex: 0 });
    await owner`insert into billing_details (user_id, country) values (${broken.id}, 'DK')`;
    expect(await runBilling(day('2001-02-28'))).toMatchObject({ renewed: 1, failed: 0 });
  });

  test('that was away has two invoices overdue at once: who pays one of them is behind until the other is paid', async () => {
    const person = await subscriber(0n);
    for (const now of ['2001-02-28', '2001-03-02', '2001-03-31']) await runBilling(day(now));
    const [first, second] = (await invoicesOf(person)).filter(({ status }) => status === 'overdue');
    await fillWallet(person.id, 6200n);
    const visit = aVisit({ now: day('2001-03-31') });
    await BillingService.payInvoice(person, { number: first?.number ?? '', key: 'one' }, visit);
    expect(await subscriptionOf(person)).toMatchObject({ status: 'past_due' });
    await BillingService.payInvoice(person, { number: second?.number ?? '', key: 'other' }, visit);
    expect(await subscriptionOf(person)).toMatchObject({ status: 'active' });
  });

  test('asks who has changed the plan in their trial for the new one, from the end of the trial', async () => {
    const person = await subscriber(0n, await newPrice({ trialDays: 14 }));
    const year = await newPrice({ interval: 'year', amount: 31_000n });
    const change = { subscriptionId: person.subscriptionId, priceId: year.id, total: 0n, key: 'change' };
    await BillingService.changePlan(person, change, aVisit({ now: day('2001-02-05') }));
    expect(await invoicesOf(person)).toEqual([]);
    expect(await runBilling(day('2001-02-13'))).toEqual(NOTHING);
    expect(await runBilling(day('2001-02-14'))).toMatchObject({ renewed: 1, failed: 0 });
    const asked = {
      amount: 31_000n,
      reason: 'start',
      periodStart: day('2001-02-14'),
      periodEnd: day('2002-02-14'),
    };
    expect(await invoicesOf(person)).toMatchObject([asked]);
  });

  test('asks for nothing that costs nothing', async () => {
    const person = await subscriber(0n, await newPrice({ amount: 0n }));
    expect(await runBilling(day('2001-02-28'))).toMatchObject({ renewed: 1 });
    expect(await invoicesOf(person)).toEqual([]);
  });

  test('keeps the old price of whoever has it when a new one takes its place', async () => {
    const person = await subscriber(0n);
    await owner`update prices set active = false where id = ${torre.id}`;
    await owner`update plans set active = false where id = ${torre.planId}`;
    await runBilling(day('2001-02-28'));
    expect(await invoicesOf(person)).toMatchObject([{ amount: 3100n }, { amount: 3100n }]);
  });
});

type Subscriber = Awaited<ReturnType<typeof subscriber>>;

describe.each<[string, Date, () => Promise<Subscriber>, Partial<typeof NOTHING>]>([
  ['renews and collects', day('2001-03-02'), () => subscriber(5000n), { renewed: 1, collected: 1 }],
  ['finds too little', day('2001-03-02'), () => subscriber(0n), { renewed: 1, overdue: 1 }],
  ['gives up', day('2001-02-20'), askedFourTimes, { unpaid: 1 }],
  ['ends what was to end', day('2001-02-28'), leaving, { ended: 1 }],
])('a run that %s', (_, now, arrange, outcome) => {
  test('and fails at any statement leaves the rest to the next, which ends where one that did not fail ends', async () => {
    const first = await arrange();
    const whole = failingAt(0);
    expect(await runBilling(now, whole.database)).toEqual({ ...NOTHING, ...outcome });
    const done = await stateOf(first);
    for (let last = 1; last <= whole.counted.statements; last++) {
      const person = await arrange();
      await runBilling(now, failingAt(last).database).catch(() => {});
      await runBilling(now);
      expect(await stateOf(person), `after statement ${last}`).toEqual(done);
    }
  }, 120_000);
});

async function stateOf(person: Subscriber) {
  return {
    subscription: await subscriptionOf(person).then((row) => [row?.status, row?.endReason, row?.periodIndex]),
    invoices: (await invoicesOf(person)).map(({ status, reason, paidAt, attempts }) => [
      status,
      reason,
      paidAt,
      attempts,
    ]),
    balance: await WalletService.getBalance(person, 'EUR'),
    mails: (await subjectsTo(person)).sort(),
  };
}

/** Whose first invoice was asked for until nothing but the last time is left. */
async function askedFourTimes(): Promise<Subscriber> {
  const person = await subscriber(0n);
  await owner`
    update invoices set status = 'overdue', overdue_at = ${START}, attempts = 4, next_attempt_at = ${START}
    where user_id = ${person.id}`;
  await owner`update subscriptions set status = 'past_due' where user_id = ${person.id}`;
  return person;
}

async function leaving(): Promise<Subscriber> {
  const person = await subscriber(5000n);
  const input = { subscriptionId: person.subscriptionId, when: 'period_end', key: 'leave' } as const;
  await BillingService.cancelSubscription(person, input, aVisit({ now: START }));
  return person;
}

test('billing:run says what it did, and refuses what it does not know', async () => {
  const { code, stdout, stderr } = await runScript('billing-run');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^\d+ renewed, \d+ ended, \d+ collected, \d+ overdue, \d+ unpaid, 0 failed at /);
  expect(await runScript('billing-run', ['--help'], { DATABASE_URL: '' })).toMatchObject({ code: 0 });
  expect(await runScript('billing-run', ['--nonsense'])).toMatchObject({ code: 2 });
}, 60_000);
