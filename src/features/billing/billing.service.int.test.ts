import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { findWallet } from '~/features/wallet/ledger.service';
import * as WalletService from '~/features/wallet/wallet.service';
import { db } from '~/lib/data/system';
import { PUBLIC_ORIGIN } from '~/lib/public-origin.server';
import { aVisit } from '~/lib/testing/actors';
import { fillWallet, newPrice } from '~/lib/testing/billing';
import { mailsQueuedFor } from '~/lib/testing/mail';
import { owner } from '~/lib/testing/owner';
import { addUser } from '~/lib/testing/users';
import { addDays, taxIn } from './billing.rules';
import { type Price, subscriptions } from './billing.schema';
import * as BillingService from './billing.service';
import { invoices } from './invoices.schema';

type Person = Awaited<ReturnType<typeof addUser>>;

// Far from now: `billing:run` of another test works on this database by its own clock.
const START = new Date('2126-03-01T09:30:00Z');
const at = (now: Date) => aVisit({ now });
const key = () => crypto.randomUUID();

let ana: Person;
let torre: Price;

beforeEach(async () => {
  [ana, torre] = await Promise.all([addUser({ fullName: 'Ana Beltrán' }), newPrice()]);
});

const subscribe = (price = torre, given = {}, now = START, who = ana) =>
  BillingService.createSubscription(who, { priceId: price.id, country: 'ES', key: key(), ...given }, at(now));
const pay = (number: string | null, now = START, who = ana) =>
  BillingService.payInvoice(who, { number: number ?? '', key: key() }, at(now));
const cancel = (subscriptionId: string, when: 'now' | 'period_end', now = START, who = ana) =>
  BillingService.cancelSubscription(who, { subscriptionId, when, key: key() }, at(now));
const resume = (subscriptionId: string, now = START, who = ana) =>
  BillingService.resumeSubscription(who, { subscriptionId, key: key() }, at(now));

async function change(subscriptionId: string, { id: priceId }: Price, now: Date) {
  const { total } = await BillingService.previewChange(ana, { subscriptionId, priceId }, now);
  return BillingService.changePlan(ana, { subscriptionId, priceId, total, key: key() }, at(now));
}

const invoicesOf = ({ id }: Person) =>
  db.query.invoices.findMany({
    where: eq(invoices.userId, id),
    with: { lines: true, payment: true, creditNotes: true },
    orderBy: invoices.number,
  });
const subscriptionOf = async (id: string) =>
  (await db.select().from(subscriptions).where(eq(subscriptions.id, id)))[0];
const balance = () => WalletService.getBalance(ana, 'EUR');

describe('subscribing', () => {
  test('begins a period and asks for it, tax included, in 30 days', async () => {
    const { subscriptionId, invoiceNumber } = await subscribe();
    const period = { periodStart: START, periodEnd: new Date('2126-04-01T09:30:00Z') };
    expect(await BillingService.findLiveSubscription(ana)).toMatchObject({
      id: subscriptionId,
      status: 'active',
      startDate: START,
      ...period,
      plan: { name: 'Torre' },
      price: { id: torre.id, amount: 3100n },
    });
    expect(await invoicesOf(ana)).toEqual([
      expect.objectContaining({
        number: invoiceNumber,
        subscriptionId,
        billedTo: 'Ana Beltrán',
        reason: 'start',
        status: 'pending',
        amount: 3100n,
        taxAmount: 538n,
        taxBasisPoints: 2100,
        country: 'ES',
        currency: 'EUR',
        issuedAt: START,
        dueDate: addDays(START, 30),
        ...period,
        lines: [expect.objectContaining({ kind: 'period', planName: 'Torre', amount: 3100n, ...period })],
        payment: null,
      }),
    ]);
    expect(invoiceNumber).toMatch(/^INV-2126-\d{6}$/);
  });

  test('is once for each key, and one live subscription for each user', async () => {
    const same = { key: key() };
    const [first, again] = [await subscribe(torre, same), await subscribe(torre, same)];
    expect(again).toEqual(first);
    await expect(subscribe()).rejects.toMatchObject({ code: 'conflict' });
    expect(await invoicesOf(ana)).toHaveLength(1);
  });

  test.each([
    ['a price that is not there', { priceId: 'nothing' }],
    ['a country without tax rate', { country: 'XX' }],
  ])('to %s is refused, and leaves nothing', async (_, given) => {
    await expect(subscribe(torre, given)).rejects.toMatchObject({ code: 'unprocessable' });
    expect(await BillingService.findLiveSubscription(ana)).toBeNull();
    expect(await invoicesOf(ana)).toEqual([]);
  });

  test('to what is no longer on sale is refused', async () => {
    const [old, gone] = [await newPrice({ active: false }), await newPrice()];
    await owner`update plans set active = false where id = ${gone.planId}`;
    for (const price of [old, gone]) {
      await expect(subscribe(price)).rejects.toMatchObject({ code: 'unprocessable' });
    }
  });

  test('takes the tax rate that the country has at that moment', async () => {
    await owner`
      insert into tax_rates (country, basis_points, valid_from)
      values ('QZ', 0, '2126-01-01Z'), ('QZ', 2550, '2126-09-01Z')`;
    const ben = await addUser();
    await subscribe(torre, { country: 'QZ' }, new Date('2126-08-31T23:59:59.999Z'));
    await subscribe(torre, { country: 'QZ' }, new Date('2126-09-01T00:00:00Z'), ben);
    expect(await invoicesOf(ana)).toMatchObject([{ country: 'QZ', taxBasisPoints: 0, taxAmount: 0n }]);
    expect(await invoicesOf(ben)).toMatchObject([{ taxBasisPoints: 2550, taxAmount: 630n }]);
  });

  test('costs nothing where the plan costs nothing: there is no invoice', async () => {
    const { invoiceNumber } = await subscribe(await newPrice({ amount: 0n }));
    expect(invoiceNumber).toBeNull();
    expect(await invoicesOf(ana)).toEqual([]);
  });

  test('begins with a trial where there is one, and nobody gets a second', async () => {
    const trial = await newPrice({ trialDays: 14 });
    const { subscriptionId, invoiceNumber } = await subscribe(trial);
    expect(invoiceNumber).toBeNull();
    const end = addDays(START, 14);
    expect(await subscriptionOf(subscriptionId)).toMatchObject({
      status: 'trialing',
      trialEndsAt: end,
      periodEnd: end,
    });
    await cancel(subscriptionId, 'now');
    const second = await subscribe(trial);
    expect(second.invoiceNumber).not.toBeNull();
    expect(await subscriptionOf(second.subscriptionId)).toMatchObject({
      status: 'active',
      trialEndsAt: null,
    });
  });
});

describe('paying', () => {
  test('moves the money to revenue and tax, and leaves payment, state and receipt', async () => {
    await fillWallet(ana.id, 5000n);
    const { invoiceNumber } = await subscribe();
    const { transactionId } = await pay(invoiceNumber, addDays(START, 2));
    const entries = await owner`
      select account.kind, amount from ledger_entries as entry
      join ledger_accounts as account on account.id = entry.account_id
      where transaction_id = ${transactionId} order by amount`;
    expect([...entries]).toEqual([
      { kind: 'wallet', amount: '-3100' },
      { kind: 'tax', amount: '538' },
      { kind: 'revenue', amount: '2562' },
    ]);
    expect(await balance()).toBe(1900n);
    expect(await invoicesOf(ana)).toMatchObject([
      {
        status: 'paid',
        paidAt: addDays(START, 2),
        nextAttemptAt: null,
        payment: { amount: 3100n, currency: 'EUR', method: 'wallet', ledgerTransactionId: transactionId },
      },
    ]);
    const [receipt] = await mailsQueuedFor(ana.email);
    expect(receipt?.subject).toContain(invoiceNumber);
    expect(receipt?.text).toMatch(/€31\.00[\s\S]*€5\.38/);
    expect(receipt?.text).toContain(`${PUBLIC_ORIGIN}/billing/invoices/${invoiceNumber}\n`);
  });

  test('without enough money of that currency is refused, and nothing has happened', async () => {
    await fillWallet(ana.id, 3099n);
    await fillWallet(ana.id, 100_000n, 'USD');
    const { invoiceNumber } = await subscribe();
    await expect(pay(invoiceNumber)).rejects.toMatchObject({ code: 'conflict' });
    expect(await balance()).toBe(3099n);
    expect(await invoicesOf(ana)).toMatchObject([{ status: 'pending', payment: null }]);
    expect(await mailsQueuedFor(ana.email)).toEqual([]);
  });

  test('twice, under one key or two, takes the money once', async () => {
    await fillWallet(ana.id, 10_000n);
    const { invoiceNumber } = await subscribe();
    const input = { number: invoiceNumber ?? '', key: key() };
    const [first, again] = [
      await BillingService.payInvoice(ana, input, at(START)),
      await BillingService.payInvoice(ana, input, at(START)),
    ];
    expect(again).toEqual(first);
    await expect(pay(invoiceNumber)).rejects.toMatchObject({ code: 'conflict' });
    expect(await balance()).toBe(6900n);
  });

  test('another user’s invoice does not exist', async () => {
    const ben = await addUser();
    await fillWallet(ben.id, 5000n);
    const { invoiceNumber } = await subscribe();
    await expect(pay(invoiceNumber, START, ben)).rejects.toMatchObject({ code: 'not_found', status: 404 });
    await expect(pay('INV-1999-000001')).rejects.toMatchObject({ code: 'not_found' });
  });

  test('cannot be taken back as a transfer is: that is what credit notes are for', async () => {
    await fillWallet(ana.id, 5000n);
    const { transactionId } = await pay((await subscribe()).invoiceNumber);
    const admin = { id: ana.id, profile: { role: 'admin', suspendedAt: null } as never };
    const input = { transactionId, reason: 'test', key: key() };
    await expect(WalletService.reverse(admin, input, at(START))).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('cancelling', () => {
  test('now ends it, and makes what is pending of this subscription void, and of no other', async () => {
    const ben = await addUser();
    const [mine] = [await subscribe(), await subscribe(torre, {}, START, ben)];
    const now = addDays(START, 3);
    await cancel(mine.subscriptionId, 'now', now);
    expect(await subscriptionOf(mine.subscriptionId)).toMatchObject({
      status: 'cancelled',
      cancelledAt: now,
      endReason: 'asked',
    });
    expect(await invoicesOf(ana)).toMatchObject([
      { status: 'void', voidedAt: now, voidReason: 'cancelled', number: mine.invoiceNumber },
    ]);
    expect(await invoicesOf(ben)).toMatchObject([{ status: 'pending' }]);
    expect(await BillingService.findLiveSubscription(ana)).toBeNull();
  });

  test('leaves what is paid as it is', async () => {
    await fillWallet(ana.id, 5000n);
    const { subscriptionId, invoiceNumber } = await subscribe();
    await pay(invoiceNumber);
    await cancel(subscriptionId, 'now');
    expect(await invoicesOf(ana)).toMatchObject([{ status: 'paid' }]);
  });

  test('at the end of the period changes nothing until then, and can be taken back', async () => {
    const { subscriptionId } = await subscribe();
    await cancel(subscriptionId, 'period_end');
    expect(await subscriptionOf(subscriptionId)).toMatchObject({ status: 'active', cancelAtPeriodEnd: true });
    expect(await invoicesOf(ana)).toMatchObject([{ status: 'pending' }]);
    await resume(subscriptionId, addDays(START, 5));
    expect(await subscriptionOf(subscriptionId)).toMatchObject({ cancelAtPeriodEnd: false });
    await cancel(subscriptionId, 'period_end');
    await expect(resume(subscriptionId, addDays(START, 31))).rejects.toMatchObject({ code: 'conflict' });
  });

  test('what has ended is not cancelled, resumed or changed again, and another’s does not exist', async () => {
    const ben = await addUser();
    const other = await newPrice();
    const { subscriptionId } = await subscribe();
    await expect(cancel(subscriptionId, 'now', START, ben)).rejects.toMatchObject({ code: 'not_found' });
    await expect(resume(subscriptionId, START, ben)).rejects.toMatchObject({ code: 'not_found' });
    await cancel(subscriptionId, 'now');
    const refused = { code: 'conflict' };
    await expect(cancel(subscriptionId, 'now')).rejects.toMatchObject(refused);
    await expect(resume(subscriptionId)).rejects.toMatchObject(refused);
    await expect(change(subscriptionId, other, START)).rejects.toMatchObject(refused);
  });
});

describe('changing the plan', () => {
  const day10 = addDays(START, 10);
  let castle: Price;
  let subscriptionId: string;
  beforeEach(async () => {
    await fillWallet(ana.id, 100_000n);
    castle = await newPrice({ amount: 6200n }, 'Castillo');
    const begun = await subscribe();
    subscriptionId = begun.subscriptionId;
    await pay(begun.invoiceNumber);
  });

  test('to a dearer one asks for the difference of the days that are left', async () => {
    const preview = await BillingService.previewChange(ana, { subscriptionId, priceId: castle.id }, day10);
    expect(preview).toMatchObject({ total: 2100n, from: { price: torre }, to: { price: castle } });
    const { invoiceNumber } = await change(subscriptionId, castle, day10);
    expect(await subscriptionOf(subscriptionId)).toMatchObject({
      priceId: castle.id,
      planId: castle.planId,
      periodStart: START,
    });
    expect((await invoicesOf(ana))[1]).toMatchObject({
      number: invoiceNumber,
      reason: 'plan_change',
      status: 'pending',
      amount: 2100n,
      lines: [
        { kind: 'unused', planName: 'Torre', amount: -2100n },
        { kind: 'period', planName: 'Castillo', amount: 4200n },
      ],
    });
  });

  test('to a cheaper one gives back what is too much, with credit notes for what was paid, never more', async () => {
    await pay((await change(subscriptionId, castle, day10)).invoiceNumber, day10);
    const before = await balance();
    const cheap = await newPrice({ amount: 31n });
    const day11 = addDays(START, 11);
    const { total } = await BillingService.previewChange(ana, { subscriptionId, priceId: cheap.id }, day11);
    expect(total).toBe(-(4000n - 20n));
    expect((await change(subscriptionId, cheap, day11)).invoiceNumber).toBeNull();
    expect(await balance()).toBe(before + 3980n);
    const [first, second] = await invoicesOf(ana);
    expect(second?.creditNotes).toMatchObject([{ amount: 2100n, taxAmount: second?.taxAmount }]);
    expect(first?.creditNotes).toMatchObject([
      { amount: 1880n, number: expect.stringMatching(/^CN-2126-\d{6}$/) },
    ]);
  });

  test('again to a cheaper one gives back from what is left of each invoice, with the tax of the whole', async () => {
    await pay((await change(subscriptionId, castle, day10)).invoiceNumber, day10);
    await change(subscriptionId, torre, day10);
    await change(subscriptionId, await newPrice({ amount: 700n }), day10);
    await change(subscriptionId, await newPrice({ amount: 100n }), day10);
    const [first, second] = await invoicesOf(ana);
    expect(second?.creditNotes).toMatchObject([{ amount: second?.amount }]);
    expect(first?.creditNotes).toHaveLength(2);
    const given = (key: 'amount' | 'taxAmount') =>
      (first?.creditNotes ?? []).reduce((sum, note) => sum + note[key], 0n);
    expect(given('taxAmount')).toBe(taxIn(given('amount'), 2100));
  });

  test('gives back the tax that was taken, and takes that of the country to which its customer has moved', async () => {
    await BillingService.changeCountry(ana, { country: 'DE' }, day10);
    await change(subscriptionId, await newPrice({ amount: 31n }), day10);
    await change(subscriptionId, castle, day10);
    expect(await invoicesOf(ana)).toMatchObject([
      { country: 'ES', taxAmount: 538n, creditNotes: [{ amount: 2079n, taxAmount: taxIn(2079n, 2100) }] },
      { country: 'DE', amount: 4179n, taxBasisPoints: 1900, taxAmount: taxIn(4179n, 1900), creditNotes: [] },
    ]);
  });

  test('to a year begins it now, and gives the rest of the month back', async () => {
    const year = await newPrice({ amount: 31_000n, interval: 'year' });
    await change(subscriptionId, year, day10);
    expect(await subscriptionOf(subscriptionId)).toMatchObject({
      anchor: day10,
      periodIndex: 0,
      periodStart: day10,
      periodEnd: new Date('2127-03-11T09:30:00Z'),
    });
    expect((await invoicesOf(ana))[1]).toMatchObject({ amount: 31_000n - 2100n });
  });

  test('is charged as it was shown or not at all', async () => {
    const { total } = await BillingService.previewChange(
      ana,
      { subscriptionId, priceId: castle.id },
      addDays(START, 9),
    );
    const late = { subscriptionId, priceId: castle.id, total, key: key() };
    await expect(BillingService.changePlan(ana, late, at(day10))).rejects.toMatchObject({ code: 'conflict' });
    expect(await invoicesOf(ana)).toHaveLength(1);
    expect(await subscriptionOf(subscriptionId)).toMatchObject({ priceId: torre.id });
  });

  test('is refused to the same one, into another currency, before the open invoice is paid, and after the period', async () => {
    const dollars = await newPrice({ currency: 'USD' });
    await expect(change(subscriptionId, torre, day10)).rejects.toMatchObject({ code: 'conflict' });
    await expect(change(subscriptionId, dollars, day10)).rejects.toMatchObject({ code: 'unprocessable' });
    await expect(change(subscriptionId, castle, addDays(START, 31))).rejects.toMatchObject({
      code: 'conflict',
      retryAfterSeconds: 60,
    });
    await change(subscriptionId, castle, day10);
    await expect(change(subscriptionId, torre, day10)).rejects.toMatchObject({ code: 'conflict' });
  });
});

test('a live subscription is one’s own, and one that has ended is none', async () => {
  const ben = await addUser();
  const { subscriptionId } = await subscribe();
  expect(await BillingService.findLiveSubscription(ben)).toBeNull();
  await cancel(subscriptionId, 'now');
  expect(await BillingService.findLiveSubscription(ana)).toBeNull();
  expect(await findWallet(ana.id, 'EUR')).toBeNull();
});
