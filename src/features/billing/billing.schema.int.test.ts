import { eq } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as WalletService from '~/features/wallet/wallet.service';
import { ANONYMOUS } from '~/lib/data/claims';
import { db } from '~/lib/data/system';
import { asUser } from '~/lib/data/user';
import { isUniqueViolation } from '~/lib/db/refusals';
import { newPrice } from '~/lib/testing/billing';
import { owner } from '~/lib/testing/owner';
import { signUp, type TestUser } from '~/lib/testing/users';
import { untilWaiting } from '~/lib/testing/waiting';
import { type Price, plans, prices, subscriptions } from './billing.schema';
import { creditNotes } from './credit-notes.schema';
import { documentCounters } from './document-numbers.schema';
import { payments } from './invoice-payments.schema';
import { invoiceLines, invoices } from './invoices.schema';
import { taxRates } from './tax-rates.schema';

// Far from now: `billing:run` of another test works on this database by its own clock.
const START = new Date('2126-01-31T12:00:00Z');
const END = new Date('2126-02-28T12:00:00Z');
const money = { amount: 4900n, taxAmount: 850n, taxBasisPoints: 2100, country: 'ES', currency: 'EUR' };

let ana: TestUser;
let ben: TestUser;
let price: Price;

beforeAll(async () => {
  price = await newPrice();
});
beforeEach(async () => {
  [ana, ben] = await Promise.all([signUp(), signUp()]);
});

type Row<T extends { $inferInsert: unknown }> = Partial<T['$inferInsert']>;

async function subscribe(user: TestUser, given: Row<typeof subscriptions> = {}): Promise<string> {
  const values = { userId: user.id, planId: price.planId, priceId: price.id, status: 'active' as const };
  const period = { startDate: START, anchor: START, periodStart: START, periodEnd: END };
  const [row] = await db
    .insert(subscriptions)
    .values({ ...values, ...period, ...given })
    .returning();
  return row?.id ?? '';
}

async function draft(user: TestUser, given: Row<typeof invoices> = {}): Promise<string> {
  const subscriptionId = given.subscriptionId ?? (await subscribe(user));
  const what = {
    userId: user.id,
    billedTo: 'Ana',
    sellerName: 'Casa',
    reason: 'start' as const,
    status: 'draft' as const,
  };
  const when = { periodStart: START, periodEnd: END, dueDate: END };
  const values = { ...what, ...when, ...money, subscriptionId, ...given };
  const [row] = await db.insert(invoices).values(values).returning();
  const invoiceId = row?.id ?? '';
  const line = { kind: 'period' as const, planName: 'Torre', periodStart: START, periodEnd: END };
  await db.insert(invoiceLines).values({ ...line, invoiceId, position: 1, amount: 4900n });
  return invoiceId;
}

const issue = (id: string, given: Row<typeof invoices> = {}) =>
  db
    .update(invoices)
    .set({ status: 'pending', issuedAt: START, nextAttemptAt: END, ...given })
    .where(eq(invoices.id, id))
    .returning();

const change = (id: string, given: Row<typeof invoices>) =>
  db.update(invoices).set(given).where(eq(invoices.id, id)).returning();

const breaks = (name: string) =>
  expect.objectContaining({ cause: expect.objectContaining({ constraint_name: name }) });
const refused = expect.objectContaining({ cause: expect.objectContaining({ code: '42501' }) });

describe('one live subscription a user', () => {
  test.each(['trialing', 'active', 'past_due'] as const)(
    'a second one beside %s is refused',
    async (status) => {
      await subscribe(ana, { status, trialEndsAt: END });
      const second = await subscribe(ana).catch((error) => error);
      expect(isUniqueViolation(second, 'subscriptions_one_live_per_user')).toBe(true);
    },
  );

  test('of two at once one is made', async () => {
    const results = await Promise.allSettled([subscribe(ana), subscribe(ana)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('after the end of one there can be another', async () => {
    const ended = { status: 'cancelled', cancelledAt: START, endReason: 'asked' } as const;
    await subscribe(ana, ended);
    await subscribe(ana, ended);
    expect(await subscribe(ana)).not.toBe('');
  });
});

describe('what the tables refuse', () => {
  test.each([
    ['subscriptions_cancelled_has_date', { status: 'cancelled', endReason: 'asked' }],
    ['subscriptions_cancelled_has_date', { cancelledAt: START }],
    ['subscriptions_cancelled_has_reason', { status: 'cancelled', cancelledAt: START }],
    ['subscriptions_trial_has_end', { status: 'trialing' }],
    ['subscriptions_period_runs', { periodEnd: START }],
    ['subscriptions_live_has_user', { userId: null }],
    ['subscriptions_price_fk', { priceId: 'nothing' }],
    ['subscriptions_plan_id_plans_id_fk', { planId: 'nothing' }],
  ] as const)('a subscription against %s', async (constraint, given) => {
    // Two foreign keys are broken by a plan that is not there; either may be the first to say so.
    const said = await subscribe(ana, given).catch((error) => error);
    if (constraint === 'subscriptions_plan_id_plans_id_fk')
      expect(said).toMatchObject({ cause: { code: '23503' } });
    else expect(said).toEqual(breaks(constraint));
  });

  test('a price of another plan', async () => {
    const other = await newPrice();
    await expect(subscribe(ana, { priceId: other.id })).rejects.toEqual(breaks('subscriptions_price_fk'));
  });

  test.each([
    ['prices_amount_not_negative', { amount: -1n }],
    ['prices_currency_code', { currency: 'eur' }],
    ['prices_id_slug', { id: 'Not A Slug' }],
    ['prices_trial_days_sane', { trialDays: 366 }],
  ])('a price against %s', async (constraint, given) => {
    await expect(newPrice(given)).rejects.toEqual(breaks(constraint));
  });

  test('two prices on sale for the same, and a price that changes', async () => {
    const again = { ...price, id: `test-${crypto.randomUUID()}` };
    await expect(db.insert(prices).values(again)).rejects.toEqual(breaks('prices_one_on_sale'));
    const raise = db.update(prices).set({ amount: 1n }).where(eq(prices.id, price.id));
    await expect(raise).rejects.toEqual(refused);
    await expect(owner`update prices set amount = 1 where id = ${price.id}`).rejects.toThrow(
      /does not change/,
    );
  });

  test('an invoice of less than nothing, with more tax than amount, in no currency, and of half a seller', async () => {
    const negative = draft(ana, { amount: -1n, taxAmount: -1n });
    await expect(negative).rejects.toEqual(breaks('invoices_amount_not_negative'));
    await expect(draft(ben, { taxAmount: 4901n })).rejects.toEqual(breaks('invoices_tax_within_amount'));
    const [eve, joe] = [await signUp(), await signUp()];
    await expect(draft(eve, { currency: '€' })).rejects.toEqual(breaks('invoices_currency_code'));
    await expect(draft(joe, { sellerTaxId: 'ES 1' })).rejects.toEqual(breaks('invoices_seller_whole'));
  });

  test('a tax rate that changes', async () => {
    await expect(owner`update tax_rates set basis_points = 1`).rejects.toThrow(/append-only/);
    await expect(db.delete(taxRates)).rejects.toEqual(refused);
  });
});

describe('an invoice', () => {
  test('begins as a draft, and is given its number when it is issued and by nobody else', async () => {
    await expect(draft(ana, { status: 'pending', number: 'INV-1', issuedAt: START })).rejects.toEqual(
      refused,
    );
    const id = await draft(ben);
    await expect(issue(id, { number: 'INV-2126-999999' })).rejects.toEqual(refused);
    const [issued] = await issue(id);
    expect(issued?.number).toMatch(/^INV-2126-\d{6}$/);
    await expect(change(id, { number: 'INV-2126-999999' })).rejects.toEqual(refused);
    await expect(db.update(documentCounters).set({ lastNumber: 1 })).rejects.toEqual(refused);
  });

  test('adds up to its lines before it is issued, and takes none afterwards', async () => {
    const wrong = await draft(ana, { amount: 4901n });
    await expect(issue(wrong)).rejects.toEqual(breaks('invoices_lines_add_up'));
    const right = await draft(ben);
    await issue(right);
    const late = { kind: 'period' as const, planName: 'T', periodStart: START, periodEnd: END, amount: 1n };
    const add = db.insert(invoiceLines).values({ ...late, invoiceId: right, position: 2 });
    await expect(add).rejects.toEqual(refused);
    await expect(owner`update invoice_lines set amount = 1 where invoice_id = ${right}`).rejects.toThrow();
    await expect(owner`delete from invoice_lines where invoice_id = ${right}`).rejects.toThrow();
  });

  test('is not issued while somebody adds a line to it', async () => {
    const id = await draft(ana);
    const line = { kind: 'period', planName: 'T', periodStart: START, periodEnd: END, amount: 1n } as const;
    const issuing = await db.transaction(async (tx) => {
      await tx.insert(invoiceLines).values({ ...line, invoiceId: id, position: 2 });
      const result = Promise.allSettled([issue(id)]);
      await untilWaiting('update "invoices"%');
      return { result };
    });
    expect(await issuing.result).toMatchObject([{ reason: breaks('invoices_lines_add_up') }]);
  });

  test.each<[string, Row<typeof invoices>]>([
    ['its amount', { amount: 1n }],
    ['its tax', { taxAmount: 0n }],
    ['its due date', { dueDate: START }],
    ['its customer', { billedTo: 'Somebody else' }],
    ['its seller', { sellerName: 'Somebody else' }],
    ['the address of its seller', { sellerAddress: 'Elsewhere 1', sellerTaxId: 'ES 1' }],
    ['a draft again', { status: 'draft', number: null, issuedAt: null, nextAttemptAt: null }],
  ])('that is issued stays as it is: %s', async (_, given) => {
    const id = await draft(ana);
    await issue(id);
    await expect(change(id, given)).rejects.toEqual(refused);
    await expect(owner`delete from invoices where id = ${id}`).rejects.toThrow(/stays as it is/);
  });

  test('of an instance of the release before, which names no seller, is sold by the house', async () => {
    const id = await draft(ana, { sellerName: undefined });
    expect(await issue(id)).toMatchObject([{ sellerName: 'Alcázar', sellerAddress: null }]);
  });

  test('that is void or paid is never open again, and void says when and why', async () => {
    const id = await draft(ana);
    await issue(id);
    const unsaid = { status: 'void', nextAttemptAt: null } as const;
    await expect(change(id, unsaid)).rejects.toEqual(breaks('invoices_void_has_reason'));
    await change(id, { ...unsaid, voidedAt: END, voidReason: 'cancelled' });
    await expect(change(id, { status: 'pending', nextAttemptAt: END })).rejects.toEqual(refused);
  });

  test('is not paid without a payment', async () => {
    const id = await draft(ana);
    await issue(id);
    const paid = { status: 'paid', paidAt: END, nextAttemptAt: null } as const;
    await expect(change(id, paid)).rejects.toEqual(breaks('invoices_paid_has_payment'));
  });

  test('keeps money beyond what a double holds exact', async () => {
    const id = await draft(ana, { amount: 9_007_199_254_740_993n });
    const [row] = await db.select().from(invoices).where(eq(invoices.id, id));
    expect(row?.amount).toBe(9_007_199_254_740_993n);
  });
});

describe('what was asked for', () => {
  test('is asked for once a period; a change of plan comes beside it', async () => {
    const subscriptionId = await subscribe(ana);
    await draft(ana, { subscriptionId });
    const again = draft(ana, { subscriptionId, reason: 'renewal' });
    await expect(again).rejects.toEqual(breaks('invoices_one_per_period'));
    await draft(ana, { subscriptionId, reason: 'plan_change' });
  });

  /** Any posting will do: what belongs to what is not in question here. */
  const posted = async () => {
    const topUp = { userId: ana.id, amount: 1n, currency: 'EUR', reference: crypto.randomUUID() };
    return (await WalletService.topUp(topUp, START)).transactionId;
  };

  const pay = async (invoiceId: string, amount = money.amount) => {
    const ledgerTransactionId = await posted();
    const payment = { invoiceId, amount, currency: 'EUR', method: 'wallet' as const, paidAt: END };
    await db.transaction(async (tx) => {
      await tx.insert(payments).values({ ...payment, ledgerTransactionId });
      const paid = { status: 'paid', paidAt: END, nextAttemptAt: null } as const;
      await tx.update(invoices).set(paid).where(eq(invoices.id, invoiceId));
    });
  };

  test('is paid once, and whole', async () => {
    const id = await draft(ana);
    await issue(id);
    await expect(pay(id, 4899n)).rejects.toEqual(breaks('payments_invoice_fk'));
    await pay(id);
    await expect(pay(id)).rejects.toEqual(breaks('payments_one_per_invoice'));
  });

  test('goes back when it was paid, and no further than that, in amount and in tax', async () => {
    const id = await draft(ana);
    await issue(id);
    const giveBack = async (amount: bigint, taxAmount: bigint) => {
      const note = { invoiceId: id, reason: 'plan_change' as const, amount, taxAmount, issuedAt: END };
      await db.insert(creditNotes).values({ ...note, ledgerTransactionId: await posted() });
    };
    const tooMuch = breaks('credit_notes_within_paid');
    await expect(giveBack(1n, 0n)).rejects.toEqual(tooMuch);
    await pay(id);
    await giveBack(4000n, 600n);
    await expect(giveBack(901n, 250n)).rejects.toEqual(tooMuch);
    await expect(giveBack(900n, 251n)).rejects.toEqual(tooMuch);
    await giveBack(900n, 250n);
    await expect(giveBack(1n, 0n)).rejects.toEqual(tooMuch);
  });

  test('goes back no further by two at once: the second waits, and finds what the first has given', async () => {
    const id = await draft(ana);
    await issue(id);
    await pay(id);
    const note = {
      invoiceId: id,
      reason: 'plan_change',
      amount: 2500n,
      taxAmount: 400n,
      issuedAt: END,
    } as const;
    const [one, other] = [await posted(), await posted()];
    const second = await db.transaction(async (tx) => {
      await tx.insert(creditNotes).values({ ...note, ledgerTransactionId: one });
      const result = Promise.allSettled([
        db.insert(creditNotes).values({ ...note, ledgerTransactionId: other }),
      ]);
      await untilWaiting('insert into "credit_notes"%');
      return { result };
    });
    expect(await second.result).toMatchObject([{ reason: breaks('credit_notes_within_paid') }]);
  });
});

describe('who sees what', () => {
  beforeEach(async () => {
    for (const user of [ana, ben]) await issue(await draft(user));
  });

  test('a user sees their own subscription, invoices and lines, through the relations too', async () => {
    const seen = await asUser(ana.claims, (tx) =>
      tx.query.subscriptions.findMany({
        with: { plan: true, price: true, invoices: { with: { lines: true } }, profile: true },
      }),
    );
    expect(seen).toEqual([
      expect.objectContaining({
        userId: ana.id,
        plan: expect.objectContaining({ id: price.planId }),
        price: expect.objectContaining({ amount: price.amount }),
        invoices: [expect.objectContaining({ ...money, lines: [expect.anything()] })],
        profile: expect.objectContaining({ id: ana.id }),
      }),
    ]);
    expect(await asUser(ana.claims, (tx) => tx.select().from(invoices))).toHaveLength(1);
    expect(await asUser(ana.claims, (tx) => tx.select().from(invoiceLines))).toHaveLength(1);
  });

  test('nobody but the trusted door writes', async () => {
    const results = await Promise.allSettled([
      asUser(ana.claims, (tx) => tx.update(subscriptions).set({ status: 'active' })),
      asUser(ana.claims, (tx) => tx.update(invoices).set({ status: 'paid' })),
      asUser(ana.claims, (tx) => tx.delete(invoices)),
      asUser(ana.claims, (tx) => tx.update(prices).set({ active: false })),
      asUser(ana.claims, (tx) => tx.insert(plans).values({ id: 'mine', name: 'Mine' })),
      asUser(ana.claims, (tx) => tx.select().from(documentCounters)),
      db.delete(subscriptions),
      db.delete(payments),
      db.update(creditNotes).set({ amount: 1n }),
    ]);
    const denied = { status: 'rejected', reason: { cause: { code: '42501' } } };
    for (const result of results) expect(result).toMatchObject(denied);
  });

  test('a visitor sees plans, prices and tax rates, and nothing else', async () => {
    const seen = await asUser(ANONYMOUS, (tx) => tx.select().from(prices).where(eq(prices.id, price.id)));
    expect(seen).toHaveLength(1);
    expect(await asUser(ANONYMOUS, (tx) => tx.select().from(taxRates))).not.toEqual([]);
    for (const table of [subscriptions, invoices, invoiceLines, payments, creditNotes]) {
      await expect(asUser(ANONYMOUS, (tx) => tx.select().from(table))).rejects.toMatchObject({
        cause: { code: '42501' },
      });
    }
  });
});

describe('a user who leaves', () => {
  const subscriptionOf = async (id: string) =>
    (await db.select().from(subscriptions).where(eq(subscriptions.id, id)))[0];

  test('has no plan any more, and what they were charged stays, without them; what was open is void', async () => {
    const subscriptionId = await subscribe(ana);
    const id = await draft(ana, { subscriptionId });
    const [open] = await issue(id);
    await owner`delete from auth.users where id = ${ana.id}`;
    expect(await subscriptionOf(subscriptionId)).toMatchObject({
      userId: null,
      status: 'cancelled',
      endReason: 'left',
      cancelledAt: expect.any(Date),
    });
    const [left] = await db.select().from(invoices).where(eq(invoices.id, id));
    expect(left).toMatchObject({
      number: open?.number,
      ...money,
      userId: null,
      billedTo: null,
      status: 'void',
      voidReason: 'left',
    });
  });

  test('keeps the reason and the date of an end that came before', async () => {
    const ended = { status: 'cancelled', cancelledAt: START, endReason: 'asked' } as const;
    const subscriptionId = await subscribe(ana, ended);
    await owner`delete from auth.users where id = ${ana.id}`;
    expect(await subscriptionOf(subscriptionId)).toMatchObject({ ...ended, userId: null });
  });
});
