import { expect, test } from 'vitest';
import { refreshOnce } from './refresh-once';

/** Counts how often it is asked; each answer is another. */
function authServer() {
  let asked = 0;
  const ask = async () => Response.json({ session: ++asked }, { headers: { 'x-version': '1' } });
  return { ask, count: () => asked };
}

/** Time only goes forward, from one test to the next. */
const NOON = Date.UTC(2026, 0, 1, 12);
const bodyOf = async (response: Promise<Response>) => (await response).json();

test('two at once ask once, and both get the whole answer', async () => {
  const { ask, count } = authServer();
  const [first, second] = await Promise.all([refreshOnce('two', ask, NOON), refreshOnce('two', ask, NOON)]);
  expect(await first.json()).toEqual({ session: 1 });
  expect(await second.json()).toEqual({ session: 1 });
  expect(second.headers.get('x-version')).toBe('1');
  expect(count()).toBe(1);
});

test('a latecomer within ten seconds gets the same session, one after that asks anew', async () => {
  const { ask } = authServer();
  expect(await bodyOf(refreshOnce('late', ask, NOON))).toEqual({ session: 1 });
  expect(await bodyOf(refreshOnce('late', ask, NOON + 9_999))).toEqual({ session: 1 });
  expect(await bodyOf(refreshOnce('late', ask, NOON + 10_000))).toEqual({ session: 2 });
});

test('another token is another session', async () => {
  const { ask } = authServer();
  expect(await bodyOf(refreshOnce('ana', ask, NOON + 20_000))).toEqual({ session: 1 });
  expect(await bodyOf(refreshOnce('bea', ask, NOON + 20_000))).toEqual({ session: 2 });
});

test('a failure reaches all who wait, and is not remembered', async () => {
  const broken = () => Promise.reject(new Error('away'));
  const refresh = (ask: () => Promise<Response>) => refreshOnce('away', ask, NOON + 30_000);
  const both = await Promise.allSettled([refresh(broken), refresh(broken)]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await bodyOf(refresh(authServer().ask))).toEqual({ session: 1 });
});

test('a thousand tokens are remembered and no more', async () => {
  const first = authServer();
  const refresh = (key: string, { ask } = authServer()) => refreshOnce(key, ask, NOON + 60_000);
  await refresh('first', first);
  for (let n = 2; n <= 1_000; n++) await refresh(`number ${n}`);
  await refresh('first', first);
  expect(first.count()).toBe(1);
  await refresh('one too many');
  await refresh('first', first);
  expect(first.count()).toBe(2);
});
