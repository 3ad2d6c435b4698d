import { beforeEach, expect, test, vi } from 'vitest';
import { log } from '~/lib/log.server';
import { startLoop, type Turn } from './loop';
import { newWaker, type Waker } from './waker';

beforeEach(() => {
  vi.spyOn(log, 'info').mockImplementation(() => {});
  vi.spyOn(log, 'warn').mockImplementation(() => {});
});

const start = (turn: Turn, waker: Waker = newWaker()) => startLoop('mail.delivery', turn, waker);

/** A loop whose sleeps are over at once, up to the last one: that one waits for the test. */
function startWith(turns: (number | Error)[], isWokenAfter: number[] = []) {
  const pauses: number[] = [];
  const over = Promise.withResolvers<void>();
  const end = Promise.withResolvers<boolean>();
  let made = 0;
  const deliver = async () => {
    const turn = turns[made++] ?? 0;
    if (turn instanceof Error) throw turn;
    return turn;
  };
  const sleep = async (ms: number) => {
    pauses.push(ms);
    if (made < turns.length) return isWokenAfter.includes(made);
    over.resolve();
    return end.promise;
  };
  const loop = start(deliver, { sleep, wake() {} });
  const stop = () => {
    end.resolve(false);
    return loop.stop();
  };
  return { pauses, over: over.promise, stop };
}

test('with nothing to send it looks less and less often', async () => {
  const { pauses, over, stop } = startWith([0, 0, 0, 0, 0, 0, 0, 0]);
  await over;
  expect(pauses).toEqual([100, 200, 400, 800, 1600, 3200, 5000, 5000]);
  await stop();
});

test('while there is something to send it does not sleep', async () => {
  const { pauses, over, stop } = startWith([5, 5, 2, 0]);
  await over;
  expect(pauses).toEqual([100]);
  await stop();
});

test('woken, it looks often again: the transaction that queued the mail may not have ended', async () => {
  const { pauses, over, stop } = startWith([0, 0, 0, 0, 0], [3]);
  await over;
  expect(pauses).toEqual([100, 200, 400, 100, 200]);
  await stop();
});

test('a database that is away ends nothing, and is told once', async () => {
  const { over, stop } = startWith([new Error('away'), new Error('away'), 0, 0]);
  await over;
  expect(vi.mocked(log.warn).mock.calls).toEqual([['mail.delivery_failing', { err: new Error('away') }]]);
  expect(vi.mocked(log.info).mock.calls).toEqual([['mail.delivery_resumed']]);
  await stop();
});

test('asked to stop, it ends with the turn that is under way', async () => {
  const turn = Promise.withResolvers<number>();
  const deliver = vi.fn(() => turn.promise);
  const loop = start(deliver);
  const stopped = loop.stop();
  turn.resolve(5);
  await stopped;
  expect(deliver).toHaveBeenCalledOnce();
});

test('asked to stop in its sleep, it wakes up', async () => {
  const asleep = Promise.withResolvers<void>();
  const waker = newWaker();
  const sleep = (ms: number) => {
    asleep.resolve();
    return waker.sleep(ms * 1_000_000);
  };
  const loop = start(async () => 0, { ...waker, sleep });
  await asleep.promise;
  await loop.stop();
});

test('a call before the sleep is not slept through', async () => {
  const { wake, sleep } = newWaker();
  wake();
  expect(await sleep(1_000_000_000)).toBe(true);
  expect(await sleep(1)).toBe(false);
});
