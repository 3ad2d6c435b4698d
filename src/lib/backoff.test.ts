import { expect, test } from 'vitest';
import { backoffMs, MOST_ATTEMPTS } from './backoff';

const MINUTE = 60_000;
const even = (attempts: number) => backoffMs(attempts, 0.5) / MINUTE;

test('half a minute, four times as long each time, half a day at most', () => {
  expect([1, 2, 3, 4, 5, 6, 7].map(even)).toEqual([0.5, 2, 8, 32, 128, 512, 720]);
});

test('all attempts together take about a day', () => {
  const waits = Array.from({ length: MOST_ATTEMPTS - 1 }, (_, index) => even(index + 1));
  expect(waits.reduce((sum, wait) => sum + wait) / 60).toBeCloseTo(23.4, 1);
});

test('chance moves it by a fifth either way', () => {
  expect([backoffMs(1, 0), backoffMs(1, 1)]).toEqual([0.4 * MINUTE, 0.6 * MINUTE]);
});
