import { beforeAll, describe, expect, test } from 'vitest';
import { positionIn } from '~/lib/keyset';
import { aVisit } from '~/lib/testing/actors';
import { fillWallet, newPrice } from '~/lib/testing/billing';
import { planOf } from '~/lib/testing/plan-of';
import { addUser } from '~/lib/testing/users';
import { addDays } from './billing.rules';
import * as BillingService from './billing.service';
import { listInvoices } from './invoice-list.service';
import { invoicesCsv } from './invoices-csv.service';

type Person = Awaited<ReturnType<typeof addUser>>;

// Far from now: `billing:run` of another test works on this database by its own clock.
const START = new Date('2127-01-01T08:00:00Z');
const key = () => crypto.randomUUID();
const FORMULA = '=HYPERLINK("http://evil.example","Ana, look")';

let ana: Person;
const numbers: string[] = [];

/** Five plans begun and ended one after the other: two are paid, three void. */
beforeAll(async () => {
  ana = await addUser({ fullName: FORMULA });
  await fillWallet(ana.id, 10_000n);
  const { id: priceId } = await newPrice();
  for (let turn = 0; turn < 5; turn++) {
    const visit = aVisit({ now: addDays(START, turn) });
    const asked = { priceId, country: 'ES', key: key() };
    const begun = await BillingService.createSubscription(ana, asked, visit);
    const number = begun.invoiceNumber ?? '';
    if (turn < 2) await BillingService.payInvoice(ana, { number, key: key() }, visit);
    const { subscriptionId } = begun;
    await BillingService.cancelSubscription(ana, { subscriptionId, when: 'now', key: key() }, visit);
    numbers.unshift(number);
  }
});

const numbersOf = ({ rows }: Awaited<ReturnType<typeof listInvoices>>) => rows.map(({ number }) => number);

describe('the list', () => {
  test('has the newest first, in pages that lead to and fro', async () => {
    const first = await listInvoices(ana, {}, undefined, 2);
    expect(numbersOf(first)).toEqual(numbers.slice(0, 2));
    expect(first.newer).toBeNull();
    const second = await listInvoices(ana, { older: positionIn(first.older) }, undefined, 2);
    expect(numbersOf(second)).toEqual(numbers.slice(2, 4));
    const last = await listInvoices(ana, { older: positionIn(second.older) }, undefined, 2);
    expect([numbersOf(last), last.older]).toEqual([numbers.slice(4), null]);
    const back = await listInvoices(ana, { newer: positionIn(last.newer) }, undefined, 2);
    expect(numbersOf(back)).toEqual(numbersOf(second));
  });

  test('can be narrowed to a state', async () => {
    expect(numbersOf(await listInvoices(ana, { state: 'paid' }))).toEqual(numbers.slice(3));
    expect(numbersOf(await listInvoices(ana, { state: 'void' }))).toEqual(numbers.slice(0, 3));
    expect(numbersOf(await listInvoices(ana, { state: 'overdue' }))).toEqual([]);
  });

  test('is one’s own', async () => {
    expect(numbersOf(await listInvoices(await addUser(), {}))).toEqual([]);
  });
});

describe('the database reads an index for', () => {
  const position = '4954521742307123-0f8fad5b-d9cb-469f-a165-70867728950e';
  const place = positionIn(position);

  test.each([
    ['first', {}],
    ['older', { older: place }],
    ['newer', { newer: place }],
    ['narrowed', { state: 'paid' as const, older: place }],
  ])('the %s page', async (_, query) => {
    const plan = await planOf((database) => listInvoices(ana, query, database), ['sort']);
    expect(plan).toContain('using invoices_user_id_idx');
    expect(plan).toContain('credit_notes_invoice_id_idx');
    expect(plan).not.toContain('Sort');
    if ('older' in query || 'newer' in query) expect(plan).toMatch(/Index Cond: .*ROW\(/);
  });
});

describe('the file', () => {
  const fileOf = async (query: Parameters<typeof invoicesCsv>[1], batch?: number) => {
    const pieces: string[] = [];
    for await (const piece of invoicesCsv(ana, query, { batch })) pieces.push(piece);
    return pieces.join('');
  };

  test('has a line for each invoice, however few are read at a time', async () => {
    const file = await fileOf({ state: undefined });
    const [head, ...lines] = file.trimEnd().split('\r\n');
    expect(head).toMatch(/^\uFEFF"Invoice","Issued",/);
    expect(lines.map((line) => line.split('"')[1])).toEqual(numbers);
    expect(await fileOf({ state: undefined }, 2)).toBe(file);
  });

  test('holds days and amounts for programs, and no formula', async () => {
    const [, paid] = (await fileOf({ state: 'paid' })).split('\r\n');
    expect(paid).toBe(
      `"${numbers[3]}","2127-01-02","2127-02-01","Paid","2127-01-02","2127-01-02","2127-02-02",` +
        `"'=HYPERLINK(""http://evil.example"",""Ana, look"")","ES","31.00","5.38","0.00","EUR"`,
    );
  });

  test('of nobody’s invoices is its headings', async () => {
    const pieces: string[] = [];
    for await (const piece of invoicesCsv(await addUser(), { state: undefined })) pieces.push(piece);
    expect(pieces).toHaveLength(1);
  });
});
