import { eq, like } from 'drizzle-orm';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { aVisit } from '~/lib/testing/actors';
import type { LimitedAction } from './limits.rules';

// The figures as they are in production.
process.env.LIMIT_ADDRESS_FACTOR = '1';
const { db } = await import('~/lib/data/system');
const { owner } = await import('~/lib/testing/owner');
const { signUp } = await import('~/lib/testing/users');
const { limitHash } = await import('./limit-keys');
const { forgive, limit, withinLimit } = await import('./limits');
const { rateLimits, securityEvents } = await import('./security.schema');

const MINUTE = 60_000;

// Only the clock: the driver's timers go on.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());
afterAll(() => owner.end());

const later = (ms: number) => vi.setSystemTime(Date.now() + ms);
const newEmail = () => `${crypto.randomUUID()}@example.test`;

let lastAddress = 0;
/** A visit from where nobody has been, and its address. */
function somewhere() {
  lastAddress += 1;
  return aVisit({ address: `10.${process.pid % 200}.${lastAddress >> 8}.${lastAddress & 255}` });
}

/** How many of these tries in a row get through. */
async function passed(count: number, action: LimitedAction, account: string, visit = somewhere()) {
  let through = 0;
  for (let i = 0; i < count; i += 1) {
    await limit(action, account, visit).then(
      () => (through += 1),
      (error) => expect(error).toMatchObject({ code: 'rate_limited' }),
    );
  }
  return through;
}

describe('signing in', () => {
  test.each([
    ['one account from one address', 1, 1, 10, 5],
    ['one account from many addresses', 1, 40, 1, 30],
    ['many accounts from one address', 60, 1, 1, 50],
  ])('%s', async (_, accounts, addresses, each, expected) => {
    const emails = Array.from({ length: accounts }, newEmail);
    const visits = Array.from({ length: addresses }, somewhere);
    let through = 0;
    for (const email of emails)
      for (const visit of visits) through += await passed(each, 'sign_in', email, visit);
    expect(through).toBe(expected);
  });

  test('says how long the lock lasts, and lasts as long', async () => {
    const [email, visit] = [newEmail(), somewhere()];
    await passed(5, 'sign_in', email, visit);
    later(3 * MINUTE);
    await expect(limit('sign_in', email, visit)).rejects.toMatchObject({
      status: 429,
      message: 'Too many tries. Try again in 12 minutes.',
      retryAfterSeconds: 12 * 60,
    });
    later(12 * MINUTE - 1_000);
    expect(await passed(1, 'sign_in', email, visit)).toBe(0);
    later(1_000);
    expect(await passed(6, 'sign_in', email, visit)).toBe(5);
  });

  test('is refused for the rest of the day after four locks', async () => {
    const [email, visit] = [newEmail(), somewhere()];
    let through = 0;
    for (let lock = 0; lock < 8; lock += 1) {
      through += await passed(5, 'sign_in', email, visit);
      later(15 * MINUTE);
    }
    expect(through).toBe(20);
    await expect(limit('sign_in', email, visit)).rejects.toMatchObject({
      message: 'Too many tries. Try again in 22 hours.',
    });
    later(22 * 60 * MINUTE);
    expect(await passed(1, 'sign_in', email, visit)).toBe(1);
  });

  test('at one address, however often it is tried there, uses up little of what the account has elsewhere', async () => {
    const email = newEmail();
    await passed(45, 'sign_in', email, somewhere());
    let elsewhere = 0;
    for (let i = 0; i < 40; i += 1) elsewhere += await passed(1, 'sign_in', email, somewhere());
    expect(elsewhere).toBe(25);
  });

  test('a right password is no try, and brings no wrong one back', async () => {
    const [email, visit] = [newEmail(), somewhere()];
    await passed(4, 'sign_in', email, visit);
    for (let i = 0; i < 10; i += 1) {
      await limit('sign_in', email, visit);
      await forgive('sign_in', email, visit);
    }
    expect(await passed(2, 'sign_in', email, visit)).toBe(1);
  });

  test('of fifty at once no more get through than of fifty in a row', async () => {
    const [email, visit] = [newEmail(), somewhere()];
    const tries = Array.from({ length: 50 }, () => limit('sign_in', email, visit));
    const outcomes = await Promise.allSettled(tries);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
  });
});

test('what was right stays right where its try can not be given back', async () => {
  const [visit, over] = [somewhere(), Promise.withResolvers<void>()];
  const { promise: locked, resolve: lock } = Promise.withResolvers<void>();
  const work = async () => {
    const holding = owner.begin(async (tx) => {
      await tx`select from rate_limits where key like ${`link/%:${limitHash(visit.address ?? '')}`} for update`;
      lock();
      await over.promise;
    });
    await locked;
    return { holding };
  };
  const right = withinLimit('link', '', visit, work).finally(over.resolve);
  await expect(right).resolves.toMatchObject({ holding: expect.any(Promise) });
  await (await right).holding;
});

test('a visitor whose address is not known is counted by account', async () => {
  const nowhere = aVisit({ address: null });
  const email = newEmail();
  expect(await passed(10, 'sign_in', email, nowhere)).toBe(5);
  const others = await Promise.all(
    Array.from({ length: 60 }, () => passed(1, 'sign_in', newEmail(), nowhere)),
  );
  expect(others.filter((through) => through === 1)).toHaveLength(60);
});

test('the addresses of one IPv6 network are one', async () => {
  const net = crypto.randomUUID().slice(0, 4);
  const at = (host: string) => aVisit({ address: `2001:db8:${net}:1::${host}` });
  const email = newEmail();
  let through = 0;
  for (let host = 1; host <= 9; host += 1)
    through += await passed(1, 'sign_in', email, at(host.toString(16)));
  expect(through).toBe(5);
});

test('a lock outlives the instance that has set it, and holds at every other', async () => {
  const [email, visit] = [newEmail(), somewhere()];
  await passed(3, 'sign_in', email, visit);
  vi.resetModules();
  const another: typeof import('./limits') = await import('./limits');
  expect(another.limit).not.toBe(limit);
  await another.limit('sign_in', email, visit);
  await another.limit('sign_in', email, visit);
  await expect(another.limit('sign_in', email, visit)).rejects.toMatchObject({ status: 429 });
  expect(await passed(1, 'sign_in', email, visit)).toBe(0);
});

test('each action has a budget of its own', async () => {
  const [email, visit] = [newEmail(), somewhere()];
  await passed(6, 'sign_in', email, visit);
  expect(await passed(6, 'reset', email, visit)).toBe(5);
  expect(await passed(6, 'code', email, visit)).toBe(5);
});

test('nobody who reads the table learns an address or an e-mail from it', async () => {
  const [email, visit] = [newEmail(), somewhere()];
  await limit('sign_in', email, visit);
  const rows = JSON.stringify(await db.select().from(rateLimits));
  expect(rows).not.toContain(email.split('@')[0]);
  expect(rows).not.toContain(visit.address);
  const columns = await db.select({ key: rateLimits.key }).from(rateLimits);
  for (const { key } of columns) expect(key).toMatch(/^\w+\/\d+:([\w-]{22}|-):([\w-]{22}|-)$/);
});

test('a lock is written down once, in the trail of whom it is about', async () => {
  const [ana, ben] = await Promise.all([signUp(), signUp()]);
  const visit = somewhere();
  await passed(9, 'sign_in', ana.email, visit);
  await passed(7, 'export', ben.id, visit);
  const hits = (userId: string) => db.select().from(securityEvents).where(eq(securityEvents.userId, userId));
  expect(await hits(ana.id)).toMatchObject([
    {
      kind: 'limit_hit',
      outcome: 'refused',
      details: { limit: 'sign_in' },
      actorId: null,
      address: visit.address,
    },
  ]);
  expect(await hits(ben.id)).toMatchObject([{ kind: 'limit_hit', details: { limit: 'export' } }]);
});

test('an address that has tried too many accounts is nobody’s event', async () => {
  const visit = somewhere();
  const ana = await signUp();
  await Promise.all(Array.from({ length: 50 }, () => passed(1, 'sign_in', newEmail(), visit)));
  expect(await passed(1, 'sign_in', ana.email, visit)).toBe(0);
  const [event] = await db
    .select()
    .from(securityEvents)
    .where(eq(securityEvents.requestId, visit.requestId ?? ''));
  expect(event).toMatchObject({ kind: 'limit_hit', userId: null });
});

test('rows that have run out begin anew, and those of who does not come back are taken away', async () => {
  const [email, gone] = [newEmail(), newEmail()];
  const pointsOf = async (of: string) => {
    const rows = await db
      .select()
      .from(rateLimits)
      .where(like(rateLimits.key, `%${limitHash(of)}%`));
    return rows.map(({ points }) => points);
  };
  for (const account of [email, email, gone]) await limit('export', account, somewhere());
  expect(await pointsOf(email)).toEqual([2]);
  expect(await pointsOf(gone)).toEqual([1]);
  later(30 * 60 * MINUTE); // further than any test before has come, so that it is time to sweep again
  await limit('export', email, somewhere());
  expect(await pointsOf(email)).toEqual([1]);
  await vi.waitFor(async () => expect(await pointsOf(gone)).toEqual([]));
});
