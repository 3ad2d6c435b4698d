import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { timeBudget, withTimeBudget } from '~/lib/request/time-budget';
import { aVisit } from '~/lib/testing/actors';
import { type CuttableProxy, cuttableProxy } from '~/lib/testing/cuttable-proxy';

const databaseUrl = process.env.DATABASE_URL ?? '';
let proxy: CuttableProxy = await cuttableProxy(databaseUrl);
process.env.DATABASE_URL = proxy.url;
const { closeDatabase } = await import('~/lib/db/client');
const { refusalOf } = await import('~/lib/db/refusals');
const { log } = await import('~/lib/log.server');
const { forgive, limit } = await import('./limits');

const away = () => proxy.close();
async function back() {
  proxy = await cuttableProxy(databaseUrl, Number(new URL(proxy.url).port));
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());
afterAll(async () => {
  await closeDatabase();
  await proxy.close();
});

const newEmail = () => `${crypto.randomUUID()}@example.test`;

async function passed(count: number, email: string): Promise<number> {
  let through = 0;
  for (let i = 0; i < count; i += 1) {
    await limit('sign_in', email, aVisit()).then(
      () => (through += 1),
      (error) => expect(error).toMatchObject({ code: 'rate_limited', retryAfterSeconds: expect.any(Number) }),
    );
  }
  return through;
}

test('while the table is away each instance counts for itself, to the same figures, and says so', async () => {
  const error = vi.spyOn(log, 'error').mockImplementation(() => {});
  const [before, during] = [newEmail(), newEmail()];
  expect(await passed(3, before)).toBe(3);

  await away();
  expect(await passed(8, during)).toBe(5);
  expect(await passed(1, newEmail())).toBe(1);
  const reasons = new Set(error.mock.calls.map(([event]) => event));
  expect(reasons).toEqual(new Set(['limits.counted_here', 'limits.not_written_down']));
  expect(JSON.stringify(error.mock.calls.map(([, fields]) => Object.keys(fields ?? {})))).not.toMatch(/@/);
  const email = newEmail();
  await passed(4, email);
  await limit('sign_in', email, aVisit());
  await forgive('sign_in', email, aVisit());
  expect(await passed(2, email)).toBe(1);

  await back();
  vi.setSystemTime(Date.now() + 60_000);
  error.mockClear();
  expect(await passed(4, before)).toBe(2);
  expect(error.mock.calls).toEqual([]);
});

test('a request that is out of time is refused, and nobody counts for themselves because of it', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'], now: Date.now() + 60_000 });
  const error = vi.spyOn(log, 'error').mockImplementation(() => {});
  const email = newEmail();
  await withTimeBudget(async () => {
    await timeBudget()?.spend(async () => vi.advanceTimersByTime(4_000));
    const refused = await limit('sign_in', email, aVisit()).catch((reason) => reason);
    expect(refusalOf(refused)).toMatchObject({ status: 503 });
  });
  expect(await passed(3, email)).toBe(3);
  expect(error.mock.calls).toEqual([]);
});
