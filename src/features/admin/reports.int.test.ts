import { eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { taxIn } from '~/features/billing/billing.rules';
import { subscriptionPrices, subscriptions } from '~/features/billing/billing.schema';
import * as BillingService from '~/features/billing/billing.service';
import { invoiceLines, invoices } from '~/features/billing/invoices.schema';
import { lastDays, lastMonths, lastWeeks } from '~/lib/calendar.server';
import { db } from '~/lib/data/system';
import { asUser } from '~/lib/data/user';
import * as schema from '~/lib/db/schema';
import { actorOf, aVisit } from '~/lib/testing/actors';
import { fillWallet, newPrice } from '~/lib/testing/billing';
import { owner } from '~/lib/testing/owner';
import { addUser, apiOf, signUp, type TestUser } from '~/lib/testing/users';
import { refreshReports } from './refresh-reports.service';
import { findFreshness, listActiveSessions, listRevenue, listSignUps } from './reports.service';

const NOW = new Date('2021-06-15T12:00:00Z');
const asOwner = drizzle(owner, { schema });
let admin: ReturnType<typeof actorOf>;
let ana: TestUser;
beforeAll(async () => {
  ana = await signUp();
  const role = 'admin' as const;
  const { id, email } = ana;
  const profile = { id, email, role, fullName: null, locale: null, theme: null, timeZone: null };
  const standing = { passwordMustChange: false, passwordMustReset: false, suspendedAt: null };
  admin = actorOf(ana, { profile: { ...profile, ...standing, createdAt: NOW, updatedAt: NOW } });
});
afterAll(() => owner.end());

/** A currency that no other test has money in. Amounts have to be of one that the ledger takes, so these pay nothing. */
let currencies = 0;
const newCurrency = () => {
  const letters = [Math.floor(currencies / 26), currencies++ % 26];
  return `X${letters.map((letter) => String.fromCharCode(65 + letter)).join('')}`;
};

/** What a subscription went through: prices by the month since when, invoices with the tax of their day, and when it was over. */
interface Life {
  trialEndsAt: Date | null;
  prices: { monthly: bigint; isYearly: boolean; since: Date }[];
  taxes?: { basisPoints: number; since: Date }[];
  cancelledAt: Date | null;
}

/** An invoice of that day, as far as a report looks at it; void, so that nobody collects it. */
async function issue(subscriptionId: string, basisPoints: number, at: Date, currency: string): Promise<void> {
  const period = { periodStart: at, periodEnd: new Date(at.getTime() + 1) };
  const asked = {
    amount: 0n,
    taxAmount: 0n,
    taxBasisPoints: basisPoints,
    currency,
    country: 'ES',
    ...period,
  };
  const [draft] = await db
    .insert(invoices)
    .values({
      ...asked,
      subscriptionId,
      sellerName: 'S',
      reason: 'plan_change',
      status: 'draft',
      dueDate: at,
    })
    .returning({ id: invoices.id });
  const [isThis, invoiceId] = [eq(invoices.id, draft?.id ?? ''), draft?.id ?? ''];
  await db
    .insert(invoiceLines)
    .values({ ...period, invoiceId, position: 1, kind: 'period', planName: 'T', amount: 0n });
  await db.update(invoices).set({ status: 'pending', issuedAt: at, nextAttemptAt: at }).where(isThis);
  const voided = { status: 'void', voidedAt: at, voidReason: 'cancelled', nextAttemptAt: null } as const;
  await db.update(invoices).set(voided).where(isThis);
}

/** As the rows that the billing service would have left behind: the triggers write the past down. */
async function live({ trialEndsAt, prices, taxes = [], cancelledAt }: Life, currency: string): Promise<void> {
  const { id: userId } = await addUser();
  const [first, ...later] = await Promise.all(
    prices.map(async ({ monthly, isYearly, since }) => {
      const interval = isYearly ? 'year' : 'month';
      return { since, ...(await newPrice({ amount: monthly, interval, currency })), interval };
    }),
  );
  if (!first) return;
  const { since, planId, id: priceId } = first;
  const begun = { userId, planId, priceId, priceSince: since, startDate: since, anchor: since, trialEndsAt };
  const period = { periodStart: since, periodEnd: new Date('2131-01-01T00:00:00Z') };
  const [row] = await db
    .insert(subscriptions)
    .values({ ...begun, ...period, status: 'active' })
    .returning();
  const isThis = eq(subscriptions.id, row?.id ?? '');
  for (const price of later) {
    const next = { planId: price.planId, priceId: price.id, priceSince: price.since };
    await db.update(subscriptions).set(next).where(isThis);
  }
  for (const tax of taxes) await issue(row?.id ?? '', tax.basisPoints, tax.since, currency);
  if (!cancelledAt) return;
  await db.update(subscriptions).set({ status: 'cancelled', cancelledAt, endReason: 'asked' }).where(isThis);
}

const months = lastMonths(12, NOW, 'UTC');
const revenueIn = async (currency: string) =>
  (await listRevenue(admin, months)).find((found) => found.currency === currency);

/** The same by counting: what each subscription brought at the last moment of the month. */
function recurringAt(end: Date, lives: Life[]): bigint {
  const last = end.getTime() - 1;
  return lives.reduce((sum, { prices, taxes = [], trialEndsAt, cancelledAt }) => {
    const held = prices.findLast(({ since }) => since.getTime() <= last);
    const isPaid = held && (trialEndsAt ?? prices[0]?.since ?? end).getTime() <= last;
    if (!isPaid || (cancelledAt && cancelledAt.getTime() <= last)) return sum;
    const tax = taxes.findLast(({ since }) => since.getTime() <= last) ?? taxes[0];
    const net = held.monthly - taxIn(held.monthly, tax?.basisPoints ?? 0);
    return sum + (held.isYearly ? (net + 6n) / 12n : net);
  }, 0n);
}

const anyLife: fc.Arbitrary<Life> = fc
  .record({
    start: fc.integer({ min: 0, max: 330 }),
    trial: fc.option(fc.integer({ min: 1, max: 60 })),
    prices: fc.array(
      fc.record({
        monthly: fc.bigInt({ min: 0n, max: 100_001n }),
        isYearly: fc.boolean(),
        days: fc.integer({ min: 1, max: 90 }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    taxes: fc.array(
      fc.record({ basisPoints: fc.constantFrom(0, 1900, 2100, 2550), days: fc.integer({ min: 1, max: 90 }) }),
      { maxLength: 3 },
    ),
    cancelled: fc.option(fc.integer({ min: 0, max: 200 })),
  })
  .map(({ start, trial, prices, taxes, cancelled }) => {
    const at = (day: number) => new Date(Date.UTC(2020, 6, 1 + day));
    const after = (gaps: { days: number }[]) => start + gaps.reduce((sum, { days }) => sum + days, 0);
    const day = (place: number) => after(prices.slice(1, place + 1));
    const dated = prices.map(({ days: _, ...price }, place) => ({ ...price, since: at(day(place)) }));
    const ends = cancelled === null ? null : at(day(prices.length - 1) + cancelled);
    const taxed = taxes.map(({ basisPoints }, place) => ({
      basisPoints,
      since: at(after(taxes.slice(0, place + 1))),
    }));
    return {
      prices: dated,
      taxes: taxed,
      cancelledAt: ends,
      trialEndsAt: trial === null ? null : at(start + trial),
    };
  });

describe('recurring revenue', () => {
  test('of each month is that of the month before, and what came, changed and went: whatever happened', async () => {
    const worlds: { currency: string; lives: Life[] }[] = [];
    await fc.assert(
      fc.asyncProperty(fc.array(anyLife, { minLength: 1, maxLength: 6 }), async (lives) => {
        const currency = newCurrency();
        worlds.push({ currency, lives });
        for (const life of lives) await live(life, currency);
      }),
      { numRuns: 8, endOnFailure: true },
    );
    await refreshReports(asOwner);
    const before = lastMonths(13, NOW, 'UTC')[0]?.end ?? NOW;
    for (const { currency, lives } of worlds) {
      const found = (await revenueIn(currency))?.months ?? [];
      if (found.length === 0) expect(months.every(({ end }) => recurringAt(end, lives) === 0n)).toBe(true);
      let last = recurringAt(before, lives);
      for (const [at, { recurring, gained, changed, lost }] of found.entries()) {
        expect(recurring).toBe(recurringAt(months[at]?.end ?? NOW, lives));
        expect(recurring).toBe(last + gained + changed - lost);
        last = recurring;
      }
    }
  });

  test('a year counts a twelfth, rounded half up; a trial counts nothing until it is over', async () => {
    const currency = newCurrency();
    const since = new Date('2021-03-31T23:59:59Z');
    const price = { monthly: 49_006n, isYearly: true, since };
    await live({ prices: [price], trialEndsAt: null, cancelledAt: null }, currency);
    await live(
      { prices: [price], trialEndsAt: new Date('2021-05-02T00:00:00Z'), cancelledAt: null },
      currency,
    );
    await live(
      {
        prices: [price],
        trialEndsAt: new Date('2021-05-02T00:00:00Z'),
        cancelledAt: new Date('2021-05-01T00:00:00Z'),
      },
      currency,
    );
    await refreshReports(asOwner);
    const found = await revenueIn(currency);
    expect(found?.paying).toBe(2);
    expect(found?.months.slice(-4)).toEqual([
      { recurring: 4_084n, gained: 4_084n, changed: 0n, lost: 0n },
      { recurring: 4_084n, gained: 0n, changed: 0n, lost: 0n },
      { recurring: 8_168n, gained: 4_084n, changed: 0n, lost: 0n },
      { recurring: 8_168n, gained: 0n, changed: 0n, lost: 0n },
    ]);
  });

  test('is without the tax that each invoice took: who moves brings more or less, and what was is as it was', async () => {
    const currency = newCurrency();
    const since = new Date('2021-03-15T00:00:00Z');
    const taxes = [
      { basisPoints: 2100, since },
      { basisPoints: 2100, since: new Date('2021-04-15T00:00:00Z') },
      { basisPoints: 0, since: new Date('2021-05-15T00:00:00Z') },
    ];
    await live(
      { prices: [{ monthly: 4_900n, isYearly: false, since }], taxes, trialEndsAt: null, cancelledAt: null },
      currency,
    );
    await refreshReports(asOwner);
    expect((await revenueIn(currency))?.months.slice(-4)).toEqual([
      { recurring: 4_050n, gained: 4_050n, changed: 0n, lost: 0n },
      { recurring: 4_050n, gained: 0n, changed: 0n, lost: 0n },
      { recurring: 4_900n, gained: 0n, changed: 850n, lost: 0n },
      { recurring: 4_900n, gained: 0n, changed: 0n, lost: 0n },
    ]);
  });

  test('a trial that runs counts nothing, also where it will be over this month', async () => {
    const currency = newCurrency();
    const now = new Date();
    const soon = new Date(now.getTime() + 60_000);
    const price = { monthly: 4_900n, isYearly: false, since: new Date('2021-01-01T00:00:00Z') };
    await live({ prices: [price], trialEndsAt: soon, cancelledAt: null }, currency);
    await refreshReports(asOwner);
    expect(
      (await listRevenue(admin, lastMonths(3, soon, 'UTC'))).map((found) => found.currency),
    ).not.toContain(currency);
  });

  test('what a subscription cost since when is kept when its customer changes the plan, and when they cancel', async () => {
    const [from, to] = [await newPrice({ amount: 1_000n }), await newPrice({ amount: 1_500n })];
    const ben = await addUser();
    await fillWallet(ben.id, 10_000n);
    const key = () => crypto.randomUUID();
    const at = (moment: string) => aVisit({ now: new Date(moment) });
    const asked = { priceId: from.id, country: 'ES', key: key() };
    const { subscriptionId, invoiceNumber } = await BillingService.createSubscription(
      ben,
      asked,
      at('2031-01-10T00:00:00Z'),
    );
    await BillingService.payInvoice(
      ben,
      { number: invoiceNumber ?? '', key: key() },
      at('2031-01-10T00:00:00Z'),
    );
    const change = at('2031-01-20T00:00:00Z');
    const other = { subscriptionId, priceId: to.id };
    const { total } = await BillingService.previewChange(ben, other, change.now);
    await BillingService.changePlan(ben, { ...other, total, key: key() }, change);
    await BillingService.cancelSubscription(
      ben,
      { subscriptionId, when: 'now', key: key() },
      at('2031-01-25T00:00:00Z'),
    );
    const held = await db
      .select({ priceId: subscriptionPrices.priceId, since: subscriptionPrices.since })
      .from(subscriptionPrices)
      .where(eq(subscriptionPrices.subscriptionId, subscriptionId))
      .orderBy(subscriptionPrices.since);
    expect(held).toEqual([
      { priceId: from.id, since: new Date('2031-01-10T00:00:00Z') },
      { priceId: to.id, since: change.now },
    ]);
  });
});

test('sign-ups count in their week and sessions on each day on which they were in use', async () => {
  const now = new Date('2033-03-29T12:00:00Z');
  const event = (at: string, outcome: string) => owner`
    insert into security_events (occurred_at, kind, outcome, user_id) values (${at}, 'sign_up', ${outcome}, ${ana.id})`;
  for (const at of ['2033-03-20T23:59:59Z', '2033-03-21T00:00:00Z', '2033-03-27T12:00:00Z'])
    await event(at, 'succeeded');
  await event('2033-03-28T00:00:00Z', 'refused');
  await owner`
    insert into user_sessions (id, user_id, first_seen_at, last_seen_at)
    values (gen_random_uuid(), ${ana.id}, '2033-03-26T23:00:00Z', '2033-03-28T00:00:00Z'),
      (gen_random_uuid(), ${ana.id}, '2033-03-28T08:00:00Z', '2033-03-28T09:00:00Z')`;
  await refreshReports(asOwner);
  expect(await listSignUps(admin, lastWeeks(3, now, 'UTC'))).toEqual([1, 2, 0]);
  expect(await listActiveSessions(admin, lastDays(4, now, 'UTC'))).toEqual([1, 1, 2, 0]);
});

describe('a refresh', () => {
  test('is safe twice at once, and says when it was', async () => {
    const before = await findFreshness(admin);
    await Promise.all([refreshReports(asOwner), refreshReports(asOwner), refreshReports(asOwner)]);
    const after = await findFreshness(admin);
    expect(after && before && after > before).toBe(true);
  });

  test('waits for nobody who reads', async () => {
    await db.transaction(async (tx) => {
      await listRevenue(admin, months, tx);
      await refreshReports(asOwner);
    });
  });
});

describe('are for administrators alone', () => {
  test('in the app', async () => {
    const user = actorOf(ana, { profile: null });
    for (const ask of [listRevenue, listSignUps, listActiveSessions])
      await expect(ask(user, months)).rejects.toMatchObject({ code: 'not_found' });
    await expect(findFreshness(user)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('in the database and its Data API, where no policy protects a materialized view', async () => {
    for (const view of ['revenue_months', 'sign_up_weeks', 'session_days', 'report_freshness']) {
      const read = asUser(ana.claims, (tx) => tx.execute(`select from private.${view}`));
      await expect(read).rejects.toMatchObject({ cause: { code: '42501' } });
      const { error } = await apiOf(ana).schema('private').from(view).select();
      expect(error).not.toBeNull();
    }
  });
});
