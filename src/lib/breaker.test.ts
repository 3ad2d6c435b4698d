import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AppError } from '~/lib/errors';
import { log } from '~/lib/log.server';
import { newBreaker } from './breaker';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  vi.spyOn(log, 'error').mockImplementation(() => {});
  vi.spyOn(log, 'info').mockImplementation(() => {});
});
afterEach(() => void vi.useRealTimers());

class Away extends Error {}
const refusal = () => new AppError('unavailable', 'Come back later.', { retryAfterSeconds: 2 });
const breaker = () => newBreaker('test', { isAway: (error) => error instanceof Away, refusal });
const isAway = vi.fn(async () => {
  throw new Away();
});
const isThere = vi.fn(async () => 'done');

async function broken() {
  const it = breaker();
  for (let n = 0; n < 5; n++) await expect(it.run(isAway)).rejects.toBeInstanceOf(Away);
  isAway.mockClear();
  isThere.mockClear();
  return it;
}

test('after five failures in a row nobody waits, and the log says so once', async () => {
  const it = await broken();
  for (let n = 0; n < 3; n++) await expect(it.run(isAway)).rejects.toMatchObject({ code: 'unavailable' });
  expect(isAway).not.toHaveBeenCalled();
  expect(vi.mocked(log.error).mock.calls).toEqual([['breaker.open', { about: 'test' }]]);
});

test('then one tries, nobody waits for what comes of it, and its success lets all through', async () => {
  const it = await broken();
  vi.setSystemTime(Date.now() + 600);
  const answer = Promise.withResolvers<string>();
  const tried = it.run(() => answer.promise);
  await expect(it.run(isThere)).rejects.toMatchObject({ code: 'unavailable' });
  answer.resolve('back');
  expect(await tried).toBe('back');
  expect(await it.run(isThere)).toBe('done');
  expect(vi.mocked(log.info).mock.calls).toEqual([['breaker.closed', { about: 'test' }]]);
});

test('one that tries in vain keeps it shut', async () => {
  const it = await broken();
  vi.setSystemTime(Date.now() + 600);
  await expect(it.run(isAway)).rejects.toBeInstanceOf(Away);
  await expect(it.run(isThere)).rejects.toMatchObject({ code: 'unavailable' });
});

test('failures with a success between them, and refusals that say it is there, change nothing', async () => {
  const it = breaker();
  for (let n = 0; n < 20; n++) {
    await expect(it.run(n % 4 === 3 ? isThere : isAway).catch(() => 'failed')).resolves.toBeTruthy();
    await expect(it.run(() => Promise.reject(new AppError('conflict', 'No.')))).rejects.toMatchObject({
      code: 'conflict',
    });
  }
  expect(await it.run(isThere)).toBe('done');
});

test('where there is a probe nobody tries by what they want before it says that somebody is there', async () => {
  const probe = vi.fn<() => Promise<unknown>>(() => Promise.reject(new Away()));
  const it = newBreaker('test', { isAway: (error) => error instanceof Away, refusal, probe });
  for (let n = 0; n < 5; n++) await expect(it.run(isAway)).rejects.toBeInstanceOf(Away);
  isThere.mockClear();
  await expect(it.run(isThere)).rejects.toMatchObject({ code: 'unavailable' });
  expect(probe).not.toHaveBeenCalled();
  vi.setSystemTime(Date.now() + 600);
  await expect(it.run(isThere)).rejects.toBeInstanceOf(Away);
  expect([probe.mock.calls.length, isThere.mock.calls.length]).toEqual([1, 0]);
  vi.setSystemTime(Date.now() + 600);
  probe.mockResolvedValue('there');
  await expect(it.run(isAway)).rejects.toBeInstanceOf(Away);
  await expect(it.run(isThere)).rejects.toMatchObject({ code: 'unavailable' });
  vi.setSystemTime(Date.now() + 600);
  expect(await it.run(isThere)).toBe('done');
  expect(await it.run(isThere)).toBe('done');
  expect(probe).toHaveBeenCalledTimes(3);
});
