import { like, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '~/lib/data/system';
import { aVisit } from '~/lib/testing/actors';
import { fillWallet, newPrice } from '~/lib/testing/billing';
import { addUser } from '~/lib/testing/users';
import { widePool } from '~/lib/testing/wide-pool';
import * as BillingService from './billing.service';
import { creditNotes } from './credit-notes.schema';
import { invoices } from './invoices.schema';

const { database, close } = widePool();
afterAll(close);

const prices = { dear: '', cheap: '' };
beforeAll(async () => {
  const [dear, cheap] = await Promise.all([newPrice(), newPrice({ amount: 31n })]);
  Object.assign(prices, { dear: dear.id, cheap: cheap.id });
});

/** Somebody subscribes at that moment, and perhaps pays and gets some of it back: all of it is committed, or none. */
interface Step {
  /** Of the connection. */
  zone: string;
  at: (typeof MOMENTS)[number];
  isPaidBack: boolean;
  isUndone: boolean;
}

/** On both sides of a year's end in UTC, to the millisecond, wherever the connection lives. */
const MOMENTS = [
  '12-31T12:00:00.000Z',
  '12-31T23:59:59.999Z',
  '01-01T00:00:00.000Z',
  '01-01T12:00:00.000Z',
] as const;

const anyStep: fc.Arbitrary<Step> = fc.record({
  zone: fc.constantFrom('UTC', 'Pacific/Kiritimati', 'Pacific/Pago_Pago'),
  at: fc.constantFrom(...MOMENTS),
  isPaidBack: fc.boolean(),
  isUndone: fc.boolean(),
});

const undo = new Error('taken back');

async function carryOut({ zone, at, isPaidBack, isUndone }: Step, year: number): Promise<void> {
  const person = await addUser();
  await fillWallet(person.id, 3100n);
  const visit = aVisit({ now: new Date(`${yearOf(at, year)}-${at}`) });
  const key = () => crypto.randomUUID();
  const work = async (tx: Database) => {
    await tx.execute(sql`select set_config('TimeZone', ${zone}, true)`);
    const asked = { priceId: prices.dear, country: 'ES', key: key() };
    const { subscriptionId, invoiceNumber } = await BillingService.createSubscription(
      person,
      asked,
      visit,
      tx,
    );
    if (isPaidBack) {
      await BillingService.payInvoice(person, { number: invoiceNumber ?? '', key: key() }, visit, tx);
      const change = { subscriptionId, priceId: prices.cheap, total: -3069n, key: key() };
      await BillingService.changePlan(person, change, visit, tx);
    }
    if (isUndone) throw undo;
  };
  await database.transaction(work).catch((error: unknown) => {
    if (error !== undo) throw error;
  });
}

const yearOf = (at: Step['at'], year: number) => (at.startsWith('12') ? year : year + 1);

async function numbersIn(
  table: typeof invoices | typeof creditNotes,
  prefix: string,
): Promise<(string | null)[]> {
  const rows = await database
    .select({ number: table.number })
    .from(table)
    .where(like(table.number, `${prefix}-%`));
  return rows.map(({ number }) => number).sort();
}

const upTo = (count: number, prefix: string) =>
  Array.from({ length: count }, (_, turn) => `${prefix}-${String(turn + 1).padStart(6, '0')}`);

test('whatever is issued at once around the end of a year, and whatever of it is taken back, numbers have no gap and no twin in their series and year', async () => {
  // Years that nothing else is numbered in.
  let year = 2200 + 2 * Math.floor(Math.random() * 300);
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 4, maxLength: 10 }), async (steps) => {
      year += 2;
      await Promise.all(steps.map((step) => carryOut(step, year)));
      const done = steps.filter(({ isUndone }) => !isUndone);
      for (const which of [year, year + 1]) {
        const issued = done.filter(({ at }) => yearOf(at, year) === which);
        const [bills, notes] = [`INV-${which}`, `CN-${which}`];
        expect(await numbersIn(invoices, bills)).toEqual(upTo(issued.length, bills));
        const back = issued.filter(({ isPaidBack }) => isPaidBack);
        expect(await numbersIn(creditNotes, notes)).toEqual(upTo(back.length, notes));
      }
    }),
    { numRuns: 3, endOnFailure: true },
  );
}, 60_000);
