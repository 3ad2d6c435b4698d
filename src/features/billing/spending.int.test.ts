import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { houseAccount, openWallet, post } from '~/features/wallet/ledger.service';
import * as WalletService from '~/features/wallet/wallet.service';
import { lastMonths } from '~/lib/calendar.server';
import { sumOf } from '~/lib/chart/amounts';
import { db } from '~/lib/data/system';
import { isCheckViolation } from '~/lib/db/refusals';
import { aVisit } from '~/lib/testing/actors';
import { fillWallet, newPrice } from '~/lib/testing/billing';
import { owner } from '~/lib/testing/owner';
import { planOf } from '~/lib/testing/plan-of';
import { addUser } from '~/lib/testing/users';
import { addDays } from './billing.rules';
import * as BillingService from './billing.service';
import { payments } from './invoice-payments.schema';
import { invoices } from './invoices.schema';
import { listSpending } from './spending.service';

type Person = Awaited<ReturnType<typeof addUser>>;

// Far from now: `billing:run` of another test works on this database by its own clock.
const NOW = new Date('2126-04-15T12:00:00Z');
const at = (moment: string | Date) => aVisit({ now: new Date(moment) });
const key = () => crypto.randomUUID();

let ana: Person;
beforeEach(async () => {
  ana = await addUser();
  await fillWallet(ana.id, 100_000n);
});

const spent = (months = lastMonths(4, NOW, 'UTC'), user = ana) => listSpending(user, months);

/** Asks for that much a fortnight before it is paid, so that the two are not of one moment. */
async function pay(amount: bigint, moment: string, currency = 'EUR'): Promise<string> {
  const { id: priceId } = await newPrice({ amount, currency });
  const asked = at(addDays(new Date(moment), -14));
  const input = { priceId, country: 'ES', key: key() };
  const { subscriptionId, invoiceNumber } = await BillingService.createSubscription(ana, input, asked);
  await BillingService.payInvoice(ana, { number: invoiceNumber ?? '', key: key() }, at(moment));
  return subscriptionId;
}

/** So that the next one can begin. Nothing that was paid goes back. */
async function end(subscriptionId: string): Promise<void> {
  await BillingService.cancelSubscription(ana, { subscriptionId, when: 'now', key: key() }, at(NOW));
}

/** Changes to a plan of one cent. Answers what went back. */
async function giveBack(subscriptionId: string, moment: string): Promise<bigint> {
  const visit = at(moment);
  const { id: priceId } = await newPrice({ amount: 1n });
  const { total } = await BillingService.previewChange(ana, { subscriptionId, priceId }, visit.now);
  await BillingService.changePlan(ana, { subscriptionId, priceId, total, key: key() }, visit);
  return -total;
}

describe('spending', () => {
  test('is what invoices took, less what of them came back, in the month of each; without any it is zero', async () => {
    await end(await pay(4_900n, '2126-01-20T00:00:00Z'));
    const plan = await pay(9_900n, '2126-03-30T00:00:00Z');
    const back = await giveBack(plan, '2126-04-09T00:00:00Z');
    expect(back).toBeGreaterThan(0n);
    expect(await spent()).toEqual([{ currency: 'EUR', amounts: [4_900n, 0n, 9_900n, -back] }]);
  });

  test('is nothing that went to other people, and no invoice that is not paid', async () => {
    const { email: recipient } = await addUser();
    const given = { amount: 1_000n, currency: 'EUR' as const, recipient, note: null, key: key() };
    await WalletService.transfer(ana, given, at('2126-03-10T00:00:00Z'));
    const { id: priceId } = await newPrice();
    await BillingService.createSubscription(ana, { priceId, country: 'ES', key: key() }, at(NOW));
    expect(await spent()).toEqual([]);
  });

  test('the amounts are those of the entries: their sum is the sum of the ledger', async () => {
    for (const [turn, amount] of [4_907n, 3_333n, 1n, 20_011n, 7_777n].entries()) {
      const paid = addDays(new Date('2126-01-19T23:59:00Z'), turn * 15);
      const plan = await pay(amount, paid.toISOString());
      if (turn % 2 === 1) await giveBack(plan, addDays(paid, 3).toISOString());
      await end(plan);
    }
    const [sum] = await owner`
      select -sum(entry.amount) as amount, count(*)::int as entries from ledger_entries as entry
      join ledger_accounts as account on account.id = entry.account_id
      join ledger_transactions as posted on posted.id = entry.transaction_id
      where account.user_id = ${ana.id} and posted.kind in ('payment', 'refund')`;
    const [found] = await spent();
    expect([String(sumOf(found?.amounts ?? [])), 7]).toEqual([sum?.amount, sum?.entries]);
  });

  test('a month is the reader’s: the last evening of March in UTC is April in Madrid', async () => {
    await pay(4_900n, '2126-03-31T22:00:00Z');
    const inMadrid = lastMonths(2, NOW, 'Europe/Madrid');
    expect(await spent(inMadrid)).toEqual([{ currency: 'EUR', amounts: [0n, 4_900n] }]);
    expect(await spent(lastMonths(2, NOW, 'UTC'))).toEqual([{ currency: 'EUR', amounts: [4_900n, 0n] }]);
  });

  test('currencies are never added up, and what was before, comes after or is anybody else’s is not there', async () => {
    await fillWallet(ana.id, 10_000n, 'USD');
    await end(await pay(4_900n, '2125-12-31T23:59:59Z'));
    await end(await pay(5_400n, '2126-04-01T00:00:00Z', 'USD'));
    await end(await pay(100n, '2126-02-01T00:00:00Z'));
    await pay(300n, '2126-05-01T00:00:00Z');
    expect(await spent()).toEqual([
      { currency: 'EUR', amounts: [0n, 100n, 0n, 0n] },
      { currency: 'USD', amounts: [0n, 0n, 0n, 5_400n] },
    ]);
    expect(await spent(undefined, await addUser())).toEqual([]);
  });
});

test.each(['payment', 'refund'] as const)('the ledger takes no %s without its document', async (kind) => {
  const posting = db.transaction(async (tx) => {
    const parts = [
      { account: await openWallet(ana.id, 'EUR', tx), amount: -100n },
      { account: await houseAccount('revenue', 'EUR', tx), amount: 100n },
    ] as const;
    return post({ kind, reference: key(), parts }, NOW, tx);
  });
  await expect(posting).rejects.toSatisfy((error) =>
    isCheckViolation(error, 'ledger_transactions_has_document'),
  );
});

test.each([
  ['less money', { amount: 4_899n }],
  ['money of another kind', { kind: 'refund' }],
  ['somebody else’s money', { isOthers: true }],
] as const)('nor %s than its document says', async (_, given) => {
  const { amount, kind, isOthers } = { amount: 4_900n, kind: 'payment' as const, isOthers: false, ...given };
  const { id: priceId } = await newPrice({ amount: 4_900n });
  const input = { priceId, country: 'ES', key: key() };
  await BillingService.createSubscription(ana, input, at(NOW));
  const payer = isOthers ? await addUser() : ana;
  if (isOthers) await fillWallet(payer.id, amount);
  const paying = db.transaction(async (tx) => {
    const parts = [
      { account: await openWallet(payer.id, 'EUR', tx), amount: -amount },
      { account: await houseAccount('revenue', 'EUR', tx), amount },
    ] as const;
    const { id: ledgerTransactionId } = await post({ kind, reference: key(), parts }, NOW, tx);
    const [invoice] = await tx
      .update(invoices)
      .set({ status: 'paid', paidAt: NOW, nextAttemptAt: null })
      .where(eq(invoices.userId, ana.id))
      .returning();
    const asked = {
      invoiceId: invoice?.id ?? '',
      amount: 4_900n,
      currency: 'EUR',
      method: 'wallet',
    } as const;
    await tx.insert(payments).values({ ...asked, ledgerTransactionId, paidAt: NOW });
  });
  await expect(paying).rejects.toSatisfy((error) =>
    isCheckViolation(error, 'ledger_transactions_has_document'),
  );
});

test('is found by the documents: whoever has any number of entries is not asked for them', async () => {
  const plan = await planOf(
    (database) => listSpending(ana, lastMonths(12, NOW, 'UTC'), database),
    ['bitmapscan', 'hashjoin', 'mergejoin'],
  );
  for (const index of [
    'invoices_user_id_idx',
    'credit_notes_invoice_id_idx',
    'ledger_entries_one_per_account',
  ])
    expect(plan).toContain(`using ${index}`);
  expect(plan).toMatch(/using payments_(one_per_invoice|invoice_idx)/);
  expect(plan).not.toContain('ledger_entries_statement_idx');
  // The entries of a document are a query of their own, whatever the planner thinks of the size of a wallet.
  expect(plan).toContain('Sort Key: ledger_entries.account_id');
});
