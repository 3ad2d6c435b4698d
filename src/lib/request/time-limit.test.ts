import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { timeLeft, uncounted, withTimeLimit } from './time-limit';

test('whatever a request asks, however deep, sees the same time run out', async () => {
  await withTimeLimit(async () => {
    const first = timeLeft() ?? 0;
    await sleep(20);
    expect(await sleep(0).then(timeLeft)).toBeLessThan(first);
    await sleep(40);
    expect(timeLeft()).toBe(0);
  }, 50);
});

test('two requests at once have each their own', async () => {
  const seen = await Promise.all([1_000, 60_000].map((ms) => withTimeLimit(async () => timeLeft(), ms)));
  expect(seen.map((left) => (left ?? 0) > 1_000)).toEqual([false, true]);
});

test('outside of a request, and for the body of an answer whose head has left, there is no limit', async () => {
  expect(timeLeft()).toBeUndefined();
  const body = await withTimeLimit(async () => () => timeLeft(), 1_000);
  const late = await withTimeLimit(async () => ({ read: sleep(20).then(timeLeft) }), 1_000);
  expect(body()).toBeUndefined();
  expect(await late.read).toBeUndefined();
});

test('what somebody with a limit of their own takes is not counted', async () => {
  await withTimeLimit(async () => {
    expect(await uncounted(() => sleep(60, 'paid'))).toBe('paid');
    expect(timeLeft()).toBeGreaterThan(0);
  }, 50);
  expect(await uncounted(async () => 'in a loop')).toBe('in a loop');
});
