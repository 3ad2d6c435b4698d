import { extractText, getDocumentProxy } from 'unpdf';
import { beforeAll, describe, expect, test } from 'vitest';
import { db } from '~/lib/data/system';
import { aVisit } from '~/lib/testing/actors';
import { fillWallet, newPrice } from '~/lib/testing/billing';
import { owner } from '~/lib/testing/owner';
import { addUser } from '~/lib/testing/users';
import { addDays } from './billing.rules';
import * as BillingService from './billing.service';
import { invoiceNumbersOf, requireInvoice } from './invoice.service';
import { listInvoices, listOpenInvoices } from './invoice-list.service';
import { invoicePdf } from './invoice-pdf.server';
import { canBePdf } from './pdf-letters';
import { shownInvoice } from './shown-invoice';

type Person = Awaited<ReturnType<typeof addUser>>;

// Far from now: `billing:run` of another test works on this database by its own clock.
const START = new Date('2126-03-01T09:30:00Z');
const NAME = 'Íñigo Łukasz Nguyễn Ștefan Ğül Ελένη Анна Ґалина';
const key = () => crypto.randomUUID();

let ana: Person;
let number: string;
let changed: { number: string; transactions: string[] };

/** Somebody who has paid a month, and then changed from it to a dearer one and back to a cheaper one. */
beforeAll(async () => {
  ana = await addUser({ fullName: NAME });
  await fillWallet(ana.id, 100_000n);
  const [torre, patio, dear] = [
    await newPrice(),
    await newPrice({ amount: 1_000n }, 'Patio'),
    await newPrice({ amount: 123_400n }, 'Alcoba'),
  ];
  const asked = { priceId: torre.id, country: 'ES', key: key() };
  const begun = await BillingService.createSubscription(ana, asked, aVisit({ now: START }));
  number = begun.invoiceNumber ?? '';
  const paid = await BillingService.payInvoice(
    ana,
    { number, key: key() },
    aVisit({ now: addDays(START, 1) }),
  );
  const back = { subscriptionId: begun.subscriptionId, priceId: patio.id };
  const now = addDays(START, 10);
  const { total } = await BillingService.previewChange(ana, back, now);
  await BillingService.changePlan(ana, { ...back, total, key: key() }, aVisit({ now }));
  const up = { subscriptionId: begun.subscriptionId, priceId: dear.id };
  const weighed = await BillingService.previewChange(ana, up, now);
  const { invoiceNumber } = await BillingService.changePlan(
    ana,
    { ...up, total: weighed.total, key: key() },
    aVisit({ now }),
  );
  const [refund] = await owner`
    select ledger_transaction_id as id from credit_notes
    join invoices on invoices.id = invoice_id where invoices.number = ${number}`;
  changed = { number: invoiceNumber ?? '', transactions: [paid.transactionId, refund?.id] };
});

const textOf = async (pdf: Buffer) =>
  (await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: true })).text;

/** How text comes out of a PDF: all white space is alike in it. */
const plain = (text: string) => text.replace(/\s+/gu, ' ').trim();

describe('an invoice', () => {
  test('has its lines, its payment and what went back', async () => {
    expect(await requireInvoice(ana, number)).toMatchObject({
      number,
      status: 'paid',
      billedTo: NAME,
      issuedAt: START,
      lines: [{ position: 1, planName: 'Torre', amount: 3100n }],
      payment: { amount: 3100n, method: 'wallet' },
      creditNotes: [{ reason: 'plan_change' }],
    });
  });

  test('of somebody else does not exist, and neither does one that is none', async () => {
    const stranger = await addUser();
    const missing = { code: 'not_found', status: 404 };
    await expect(requireInvoice(stranger, number)).rejects.toMatchObject(missing);
    await expect(requireInvoice(ana, 'INV-2126-999999')).rejects.toMatchObject(missing);
    await expect(requireInvoice(ana, '')).rejects.toMatchObject(missing);
  });

  test('that is still a draft does not exist yet', async () => {
    await expect(requireInvoice(ana, 'null')).rejects.toMatchObject({ code: 'not_found' });
  });

  test('is found by the transactions that paid it and gave back of it, by its own customer alone', async () => {
    const found = await invoiceNumbersOf(ana, changed.transactions);
    expect([...found]).toEqual(expect.arrayContaining(changed.transactions.map((id) => [id, number])));
    expect((await invoiceNumbersOf(await addUser(), changed.transactions)).size).toBe(0);
    expect((await invoiceNumbersOf(ana, [])).size).toBe(0);
  });

  test('is among what is open until it is paid', async () => {
    expect(await listOpenInvoices(ana)).toMatchObject([{ number: changed.number, status: 'pending' }]);
    expect(await listOpenInvoices(await addUser())).toEqual([]);
  });
});

describe.each(['en', 'es'] as const)('the PDF in %s', (locale) => {
  test.each([
    ['a paid one, of which some went back', () => number],
    ['an open one with a line that gives back', () => changed.number],
  ])('says what the page says: %s', async (_, which) => {
    const invoice = await requireInvoice(ana, which());
    const shown = shownInvoice(invoice, locale);
    const text = plain(await textOf(await invoicePdf(shown, invoice.issuedAt, locale)));
    const { title, seller, state, facts, columns, lines, sums, total, creditNotes } = shown;
    const said = [
      title,
      state.sentence,
      ...Object.values(columns),
      ...[...facts, ...sums, total].flatMap(({ label, value }) => [label, value]),
      ...lines.flatMap((line) => Object.values(line)),
      ...(creditNotes?.lines ?? []).flatMap((line) => Object.values(line)),
      seller.name,
      ...seller.details,
    ];
    for (const part of said) expect(text).toContain(plain(part));
    expect(text).toContain(NAME);
    expect(text).not.toContain('\uFFFD');
  });

  test('is in its language, has a title, and is the same file each time', async () => {
    const invoice = await requireInvoice(ana, number);
    const shown = shownInvoice(invoice, locale);
    const [one, other] = await Promise.all([1, 2].map(() => invoicePdf(shown, invoice.issuedAt, locale)));
    expect(one?.equals(other ?? Buffer.alloc(0))).toBe(true);
    const document = await getDocumentProxy(new Uint8Array(one ?? []));
    const { info } = await document.getMetadata();
    expect(info).toMatchObject({ Title: shown.title, Language: locale });
  });
});

test('amounts are written as the language writes them, to the cent', async () => {
  const invoice = await requireInvoice(ana, number);
  expect(shownInvoice(invoice, 'en').total).toEqual({ label: 'Total', value: '€31.00' });
  expect(plain(shownInvoice(invoice, 'es').total.value)).toBe('31,00 €');
  const [without, tax] = shownInvoice(invoice, 'en').sums;
  expect([without?.value, tax]).toEqual(['€25.62', { label: 'Tax, 21%', value: '€5.38' }]);
});

test('an invoice names its seller as it was when it was issued, whoever sells today', async () => {
  const invoice = await requireInvoice(ana, number);
  expect(shownInvoice(invoice, 'en').seller).toEqual({
    name: 'Alcázar (demo)',
    details: ['Calle Inventada 1, 41000 Sevilla, España', 'Tax number ES B00000000'],
  });
  const before = { ...invoice, sellerName: 'La casa de antes', sellerAddress: null, sellerTaxId: null };
  expect(shownInvoice(before, 'es').seller).toEqual({ name: 'La casa de antes', details: [] });
});

test.each(['田中', 'محمد', 'ברוך', 'สมชาย', 'Ana 🌸'])(
  'a name that the PDF has no letters for, %s, makes none',
  async (billedTo) => {
    const invoice = await requireInvoice(ana, number);
    expect(canBePdf(shownInvoice(invoice, 'es'))).toBe(true);
    expect(canBePdf(shownInvoice({ ...invoice, billedTo }, 'en'))).toBe(false);
  },
);

test('a very long one goes on over pages, and loses nothing', async () => {
  const invoice = await requireInvoice(ana, number);
  const [line] = invoice.lines;
  if (!line) throw new Error('there is no line');
  const lines = Array.from({ length: 60 }, (_, position) => ({ ...line, planName: `Plan ${position}.` }));
  const shown = shownInvoice({ ...invoice, lines }, 'en');
  const pdf = await invoicePdf(shown, START, 'en');
  const text = await textOf(pdf);
  for (const { planName } of lines) expect(text).toContain(planName);
  expect((await getDocumentProxy(new Uint8Array(pdf))).numPages).toBeGreaterThan(2);
});

test('the list says what of an invoice went back', async () => {
  const { rows } = await listInvoices(ana, {}, db);
  const note = (await requireInvoice(ana, number)).creditNotes[0];
  expect(rows.find((row) => row.number === number)?.credited).toBe(note?.amount);
});
