import { eq } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ANONYMOUS } from '~/lib/data/claims';
import { db } from '~/lib/data/system';
import { asUser } from '~/lib/data/user';
import { isUniqueViolation } from '~/lib/db/refusals';
import { owner } from '~/lib/testing/owner';
import { signUp, type TestUser } from '~/lib/testing/users';
import { invoices, plans, subscriptions } from './billing.schema';

const START = new Date('2026-01-31T12:00:00Z');
const plan = `test-${crypto.randomUUID().slice(0, 8)}`;
const price = { amount: 4900n, currency: 'EUR' };

let ana: TestUser;
let ben: TestUser;

beforeAll(() => db.insert(plans).values({ id: plan, name: 'Test', ...price, interval: 'month' }));
beforeEach(async () => {
  [ana, ben] = await Promise.all([signUp(), signUp()]);
});

function subscribe(user: TestUser, given: Partial<typeof subscriptions.$inferInsert> = {}) {
  const values = { userId: user.id, planId: plan, status: 'active' as const, startDate: START, ...given };
  return db.insert(subscriptions).values(values).returning();
}

function invoice(subscriptionId: string, given: Partial<typeof invoices.$inferInsert> = {}) {
  const values = { subscriptionId, ...price, status: 'pending' as const, dueDate: START, ...given };
  return db.insert(invoices).values(values).returning();
}

const brokenConstraint = (name: string) =>
  expect.objectContaining({ cause: expect.objectContaining({ constraint_name: name }) });

describe('one live subscription a user', () => {
  test.each(['trialing', 'active', 'past_due'] as const)(
    'a second one beside %s is refused',
    async (status) => {
      await subscribe(ana, { status });
      const second = await subscribe(ana).catch((error) => error);
      expect(isUniqueViolation(second, 'subscriptions_one_live_per_user')).toBe(true);
    },
  );

  test('of two at once one is made', async () => {
    const results = await Promise.allSettled([subscribe(ana), subscribe(ana)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('after the end of one there can be another', async () => {
    await subscribe(ana, { status: 'cancelled', cancelledAt: START });
    await subscribe(ana, { status: 'cancelled', cancelledAt: START });
    expect(await subscribe(ana)).toHaveLength(1);
  });
});

describe('what the tables refuse', () => {
  test('a cancelled subscription without its date, and a date on one that goes on', async () => {
    const rule = brokenConstraint('subscriptions_cancelled_has_date');
    await expect(subscribe(ana, { status: 'cancelled' })).rejects.toEqual(rule);
    await expect(subscribe(ana, { cancelledAt: START })).rejects.toEqual(rule);
  });

  test('a plan that is not there, and a plan taken away under its subscribers', async () => {
    const rule = brokenConstraint('subscriptions_plan_id_plans_id_fk');
    await expect(subscribe(ana, { planId: 'nothing' })).rejects.toEqual(rule);
    await subscribe(ana);
    await expect(db.delete(plans).where(eq(plans.id, plan))).rejects.toEqual(rule);
  });

  test.each([
    ['plans_amount_not_negative', { amount: -1n }],
    ['plans_currency_code', { currency: 'eur' }],
    ['plans_id_slug', { id: 'Not A Slug' }],
  ])('a plan against %s', async (constraint, given) => {
    const values = {
      id: `p-${crypto.randomUUID()}`,
      name: 'P',
      ...price,
      interval: 'year' as const,
      ...given,
    };
    await expect(db.insert(plans).values(values)).rejects.toEqual(brokenConstraint(constraint));
  });

  test('an invoice of less than nothing, and one in no currency', async () => {
    const [subscription] = await subscribe(ana);
    const id = subscription?.id ?? '';
    await expect(invoice(id, { amount: -1n })).rejects.toEqual(
      brokenConstraint('invoices_amount_not_negative'),
    );
    await expect(invoice(id, { currency: '€' })).rejects.toEqual(brokenConstraint('invoices_currency_code'));
  });
});

test('money beyond what a double holds stays exact', async () => {
  const [subscription] = await subscribe(ana);
  const amount = 9_007_199_254_740_993n;
  const [made] = await invoice(subscription?.id ?? '', { amount });
  expect(made?.amount).toBe(amount);
});

describe('who sees what', () => {
  beforeEach(async () => {
    for (const user of [ana, ben]) {
      const [subscription] = await subscribe(user);
      await invoice(subscription?.id ?? '');
    }
  });

  test('a user sees their own subscription and invoices, through the relations too', async () => {
    const seen = await asUser(ana.claims, (tx) =>
      tx.query.subscriptions.findMany({ with: { plan: true, invoices: true, profile: true } }),
    );
    expect(seen).toEqual([
      expect.objectContaining({
        userId: ana.id,
        plan: expect.objectContaining({ id: plan, amount: 4900n }),
        invoices: [expect.objectContaining(price)],
        profile: expect.objectContaining({ id: ana.id }),
      }),
    ]);
    expect(await asUser(ana.claims, (tx) => tx.select().from(invoices))).toHaveLength(1);
  });

  test('nobody but the trusted door writes', async () => {
    const results = await Promise.allSettled([
      asUser(ana.claims, (tx) => tx.update(subscriptions).set({ planId: 'free' })),
      asUser(ana.claims, (tx) => tx.update(invoices).set({ amount: 0n })),
      asUser(ana.claims, (tx) => tx.delete(invoices)),
      asUser(ana.claims, (tx) => tx.update(plans).set({ amount: 0n })),
      asUser(ana.claims, (tx) =>
        tx.insert(plans).values({ id: 'mine', name: 'Mine', ...price, interval: 'year' }),
      ),
    ]);
    const refused = { status: 'rejected', reason: { cause: { code: '42501' } } };
    for (const result of results) expect(result).toMatchObject(refused);
  });

  test('a visitor sees the plans and nothing else', async () => {
    const names = await asUser(ANONYMOUS, (tx) => tx.select().from(plans).where(eq(plans.id, plan)));
    expect(names).toHaveLength(1);
    for (const table of [subscriptions, invoices]) {
      await expect(asUser(ANONYMOUS, (tx) => tx.select().from(table))).rejects.toMatchObject({
        cause: { code: '42501' },
      });
    }
  });
});

test('a deleted user leaves no subscription and no invoice', async () => {
  const [subscription] = await subscribe(ana);
  const id = subscription?.id ?? '';
  await invoice(id);
  await owner`delete from auth.users where id = ${ana.id}`;
  expect(await db.select().from(subscriptions).where(eq(subscriptions.id, id))).toEqual([]);
  expect(await db.select().from(invoices).where(eq(invoices.subscriptionId, id))).toEqual([]);
});
