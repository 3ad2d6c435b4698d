import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { again } from './again';
import { unanswered } from './refusals';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** When each of its tries was made, in milliseconds since the first. */
async function triesOf(error: Error): Promise<number[]> {
  const began = Date.now();
  const tries: number[] = [];
  const work = again(async () => {
    tries.push(Date.now() - began);
    throw error;
  });
  const failed = expect(work).rejects.toBe(error);
  await vi.runAllTimersAsync();
  await failed;
  return tries;
}

const cut = Object.assign(new Error('cut'), { code: 'CONNECTION_CLOSED' });

test('what was cut is made again twice, soon, and not at the same moment as what was cut along with it', async () => {
  const all = await Promise.all(Array.from({ length: 10 }, () => triesOf(cut)));
  for (const tries of all) {
    expect(tries).toHaveLength(3);
    expect(tries.at(-1)).toBeLessThan(1_000);
  }
  expect(new Set(all.map(([, second]) => second)).size).toBeGreaterThan(3);
});

test('what the database has refused, or never answered, is not made again', async () => {
  const refused = Object.assign(new Error('refused'), { code: '40P01' });
  for (const error of [refused, unanswered()]) expect(await triesOf(error)).toEqual([0]);
});
