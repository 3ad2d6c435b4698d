import { eq } from 'drizzle-orm';
import { afterAll, beforeEach, expect, test } from 'vitest';
import * as BillingService from '~/features/billing/billing.service';
import { payments } from '~/features/billing/invoice-payments.schema';
import { invoices } from '~/features/billing/invoices.schema';
import { verifyLedger } from '~/features/wallet/verify-ledger.service';
import * as WalletService from '~/features/wallet/wallet.service';
import { db } from '~/lib/data/system';
import { aVisit } from '~/lib/testing/actors';
import { fillWallet, newPrice } from '~/lib/testing/billing';
import { owner } from '~/lib/testing/owner';
import { checkoutOf, knockOf, tell } from '~/lib/testing/payments';
import { addUser, type TestUser } from '~/lib/testing/users';
import { widePool } from '~/lib/testing/wide-pool';
import * as CheckoutsService from './checkouts.service';

// Far from now: `billing:run` of another test works on this database by its own clock.
const visit = () => aVisit({ address: null, now: new Date('2127-03-01T09:30:00Z') });
const key = () => crypto.randomUUID();
const AMOUNT = 3_100n;
const pool = widePool();

let ana: Pick<TestUser, 'id' | 'email'>;
let number: string;
let subscriptionId: string;
beforeEach(async () => {
  ana = await addUser();
  const price = await newPrice({ amount: AMOUNT });
  const begun = await BillingService.createSubscription(
    ana,
    { priceId: price.id, country: 'ES', key: key() },
    visit(),
  );
  number = begun.invoiceNumber ?? '';
  subscriptionId = begun.subscriptionId;
});
afterAll(async () => {
  await pool.close();
  expect((await verifyLedger(db)).flatMap(({ broken }) => broken)).toEqual([]);
  await owner.end();
});

const balance = () => WalletService.getBalance(ana, 'EUR');

async function begin() {
  const { checkoutId } = await CheckoutsService.startInvoicePayment(ana, { number, key: key() }, visit());
  return checkoutOf(checkoutId);
}

async function paidBy(): Promise<string[]> {
  const found = await db
    .select({ method: payments.method, status: invoices.status })
    .from(invoices)
    .leftJoin(payments, eq(payments.invoiceId, invoices.id))
    .where(eq(invoices.number, number));
  return found.map(({ method, status }) => `${status} by ${method}`);
}

test('a card pays an invoice, exactly and once', async () => {
  const checkout = await begin();
  expect(checkout).toMatchObject({ amount: AMOUNT, purpose: 'invoice' });
  const paid = knockOf('checkout.paid', checkout);
  await tell(paid);
  await tell(paid);
  await tell(knockOf('checkout.paid', checkout));
  expect(await paidBy()).toEqual(['paid by card']);
  expect(await balance()).toBe(0n);
  expect(await checkoutOf(checkout.id)).toMatchObject({ hasPaidInvoice: true });
});

test('money of a card for an invoice that the wallet has paid stays in the wallet', async () => {
  const checkout = await begin();
  await fillWallet(ana.id, AMOUNT);
  await BillingService.payInvoice(ana, { number, key: key() }, visit());
  await tell(knockOf('checkout.paid', checkout));
  expect(await paidBy()).toEqual(['paid by wallet']);
  expect(await balance()).toBe(AMOUNT);
  expect(await checkoutOf(checkout.id)).toMatchObject({ hasPaidInvoice: false });
});

test('wallet and two cards at once pay one invoice, and what was too much is in the wallet', async () => {
  for (let round = 0; round < 5; round++) {
    const cards = [await begin(), await begin()];
    await fillWallet(ana.id, AMOUNT);
    const before = await balance();
    const results = await Promise.allSettled([
      ...cards.map((card) => tell(knockOf('checkout.paid', card), pool.database)),
      BillingService.payInvoice(ana, { number, key: key() }, visit(), pool.database),
    ]);
    expect(results.slice(0, 2).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect(await paidBy()).toHaveLength(1);
    expect(await balance()).toBe(before + 2n * AMOUNT - AMOUNT);
    const price = await newPrice({ amount: AMOUNT });
    ana = await addUser();
    const asked = { priceId: price.id, country: 'ES', key: key() };
    number = (await BillingService.createSubscription(ana, asked, visit())).invoiceNumber ?? '';
  }
});

test('money for an invoice that has become void meanwhile stays in the wallet', async () => {
  const checkout = await begin();
  await BillingService.cancelSubscription(ana, { subscriptionId, when: 'now', key: key() }, visit());
  await tell(knockOf('checkout.paid', checkout));
  expect(await paidBy()).toEqual(['void by null']);
  expect(await balance()).toBe(AMOUNT);
});

test('an invoice that is paid, or somebody else’s, is not begun to be paid', async () => {
  await tell(knockOf('checkout.paid', await begin()));
  await expect(begin()).rejects.toMatchObject({ code: 'conflict' });
  const stranger = await addUser();
  await expect(
    CheckoutsService.startInvoicePayment(stranger, { number, key: key() }, visit()),
  ).rejects.toMatchObject({ code: 'not_found' });
});
