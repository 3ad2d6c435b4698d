import { expect, test, vi } from 'vitest';
import { keepUp } from './kept-up';

vi.mock('./say', () => ({ say: () => undefined }));

/** A program whose end is in the hands of the test. */
function program(port = 5432) {
  const end = Promise.withResolvers<number>();
  const stop = vi.fn(async () => end.resolve(0));
  return { port, exited: end.promise, stop, die: () => end.resolve(137) };
}

test('what dies is started again at its port, until it is asked to stop', async () => {
  const [first, second, third] = [program(), program(), program()];
  const next = [second, third];
  const start = vi.fn(async () => next.shift() ?? program());
  const kept = keepUp('test', first, start);
  first.die();
  await vi.waitFor(() => expect(start).toHaveBeenCalledTimes(1));
  second.die();
  await vi.waitFor(() => expect(start).toHaveBeenCalledTimes(2));
  expect(start).toHaveBeenCalledWith(5432);
  await kept.stop();
  expect(third.stop).toHaveBeenCalled();
  expect(await kept.exited).toBe(0);
});

test('one that does not start, or starts elsewhere, is tried again', async () => {
  const first = program();
  const elsewhere = program(5433);
  const start = vi
    .fn()
    .mockRejectedValueOnce(new Error('not yet'))
    .mockResolvedValueOnce(elsewhere)
    .mockResolvedValue(program());
  const kept = keepUp('test', first, start);
  first.die();
  await vi.waitFor(() => expect(start).toHaveBeenCalledTimes(3), { timeout: 5_000 });
  expect(elsewhere.stop).toHaveBeenCalled();
  await kept.stop();
});
