import { like } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { verifyLedger } from '~/features/wallet/verify-ledger.service';
import * as WalletService from '~/features/wallet/wallet.service';
import type { Database } from '~/lib/data/system';
import { aVisit } from '~/lib/testing/actors';
import { fillWallet, newPrice } from '~/lib/testing/billing';
import { addUser } from '~/lib/testing/users';
import { untilWaiting } from '~/lib/testing/waiting';
import { widePool } from '~/lib/testing/wide-pool';
import * as BillingService from './billing.service';
import { invoices } from './invoices.schema';

type Person = Awaited<ReturnType<typeof addUser>>;

const { database, close } = widePool();
afterAll(close);

// A year that nothing else is numbered in.
const year = 3000 + Math.floor(Math.random() * 6000);
const visit = () => aVisit({ now: new Date(`${year}-05-05T12:00:00Z`) });
const key = () => crypto.randomUUID();

const times = <T>(count: number, make: (turn: number) => T): T[] =>
  Array.from({ length: count }, (_, turn) => make(turn));

const subscribe = (person: Person, priceId: string, tx: Database = database) =>
  BillingService.createSubscription(person, { priceId, country: 'ES', key: key() }, visit(), tx);

const outcomes = (results: PromiseSettledResult<unknown>[]) =>
  results.map((result) => (result.status === 'fulfilled' ? 'done' : result.reason.code)).sort();

test('fifty invoices at once have numbers without a gap, though some are rolled back in between', async () => {
  const { id } = await newPrice();
  const people = await Promise.all(times(65, () => addUser()));
  const undo = new Error('taken back');
  const attempts = people.map((person, turn) =>
    turn % 13 < 3
      ? database.transaction(async (tx) => {
          await subscribe(person, id, tx);
          throw undo;
        })
      : subscribe(person, id),
  );
  const results = await Promise.allSettled(attempts);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(50);
  for (const result of results) if (result.status === 'rejected') expect(result.reason).toBe(undo);
  const rows = await database
    .select({ number: invoices.number })
    .from(invoices)
    .where(like(invoices.number, `INV-${year}-%`));
  const wanted = times(50, (turn) => `INV-${year}-${String(turn + 1).padStart(6, '0')}`);
  expect(rows.map(({ number }) => number).sort()).toEqual(wanted);
}, 120_000);

test('of ten subscriptions of a user at once one is made, with one invoice', async () => {
  const [person, { id }] = [await addUser(), await newPrice()];
  const results = await Promise.allSettled(times(10, () => subscribe(person, id)));
  expect(outcomes(results)).toEqual([...times(9, () => 'conflict'), 'done']);
});

test('an invoice that is paid ten times at once is paid once, while its subscription is cancelled and changed', async () => {
  const [person, { id }, other] = [await addUser(), await newPrice(), await newPrice()];
  await fillWallet(person.id, 100_000n);
  const { subscriptionId, invoiceNumber } = await subscribe(person, id);
  const number = invoiceNumber ?? '';
  const results = await Promise.allSettled([
    ...times(10, () => BillingService.payInvoice(person, { number, key: key() }, visit(), database)),
    BillingService.cancelSubscription(
      person,
      { subscriptionId, when: 'period_end', key: key() },
      visit(),
      database,
    ),
    BillingService.changePlan(
      person,
      { subscriptionId, priceId: other.id, total: 0n, key: key() },
      visit(),
      database,
    ),
  ]);
  const codes = outcomes(results);
  expect(new Set(codes)).toEqual(new Set(['conflict', 'done']));
  expect(await WalletService.getBalance(person, 'EUR')).toBe(96_900n);
  const findings = await verifyLedger(database);
  expect(findings.filter(({ broken }) => broken.length > 0)).toEqual([]);
}, 60_000);

test('whoever waits for somebody who changes the plan finds the subscription as it is then', async () => {
  const [person, { id }, other] = [await addUser(), await newPrice(), await newPrice()];
  await fillWallet(person.id, 3100n);
  const { subscriptionId, invoiceNumber } = await subscribe(person, id);
  await BillingService.payInvoice(person, { number: invoiceNumber ?? '', key: key() }, visit(), database);
  const change = { subscriptionId, priceId: other.id, total: 0n, key: key() };
  const cancellation = { subscriptionId, when: 'period_end', key: key() } as const;
  const cancelled = await database.transaction(async (tx) => {
    await BillingService.changePlan(person, change, visit(), tx);
    const waiting = BillingService.cancelSubscription(person, cancellation, visit(), database);
    await untilWaiting('%from "subscriptions"%for no key update%');
    return { waiting };
  });
  await cancelled.waiting;
  expect(await BillingService.findLiveSubscription(person, database)).toMatchObject({
    priceId: other.id,
    cancelAtPeriodEnd: true,
  });
}, 60_000);

test('whoever cancels and pays at once has paid or has cancelled a void invoice, and never both', async () => {
  const { id } = await newPrice();
  await Promise.all(
    times(8, async () => {
      const person = await addUser();
      await fillWallet(person.id, 3100n);
      const { subscriptionId, invoiceNumber } = await subscribe(person, id);
      const results = await Promise.allSettled([
        BillingService.payInvoice(person, { number: invoiceNumber ?? '', key: key() }, visit(), database),
        BillingService.cancelSubscription(
          person,
          { subscriptionId, when: 'now', key: key() },
          visit(),
          database,
        ),
      ]);
      // Whoever comes second is refused in a sentence: the database has the last word, and nobody should hear it.
      expect(outcomes(results).every((code) => code === 'done' || code === 'conflict')).toBe(true);
      const balance = await WalletService.getBalance(person, 'EUR');
      expect(balance).toBe(results[0]?.status === 'fulfilled' ? 0n : 3100n);
    }),
  );
}, 60_000);
