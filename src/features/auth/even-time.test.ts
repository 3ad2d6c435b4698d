import { expect, test, vi } from 'vitest';
import { EVEN_TIME_MS, inEvenTime, refuseInEvenTime } from './even-time';

// The clock of the timers is ours: nothing here depends on the speed of the machine.
vi.mock('node:timers/promises', () => ({
  setTimeout: (ms: number) => new Promise((resolve) => setTimeout(resolve, ms)),
}));

/** What has become of the promise after that many milliseconds. */
async function after(ms: number, work: () => Promise<unknown>): Promise<string> {
  vi.useFakeTimers();
  let state = 'waiting';
  work().then(
    () => (state = 'answered'),
    () => (state = 'refused'),
  );
  await vi.advanceTimersByTimeAsync(ms);
  vi.useRealTimers();
  return state;
}

test('an answer waits for its time, whether it is a yes or a no', async () => {
  expect(await after(EVEN_TIME_MS - 1, () => inEvenTime(Promise.resolve()))).toBe('waiting');
  expect(await after(EVEN_TIME_MS, () => inEvenTime(Promise.resolve()))).toBe('answered');
  expect(await after(EVEN_TIME_MS - 1, () => inEvenTime(Promise.reject(new Error('no'))))).toBe('waiting');
  expect(await after(EVEN_TIME_MS, () => inEvenTime(Promise.reject(new Error('no'))))).toBe('refused');
});

test('at the door only a refusal waits', async () => {
  expect(await after(0, () => refuseInEvenTime(Promise.resolve()))).toBe('answered');
  expect(await after(EVEN_TIME_MS - 1, () => refuseInEvenTime(Promise.reject(new Error('no'))))).toBe(
    'waiting',
  );
  expect(await after(EVEN_TIME_MS, () => refuseInEvenTime(Promise.reject(new Error('no'))))).toBe('refused');
});

test('what was thrown is what arrives', async () => {
  const refusal = new Error('no');
  await expect(inEvenTime(Promise.reject(refusal), 0)).rejects.toBe(refusal);
  await expect(refuseInEvenTime(Promise.reject(refusal), 0)).rejects.toBe(refusal);
  expect(await inEvenTime(Promise.resolve(7), 0)).toBe(7);
});
