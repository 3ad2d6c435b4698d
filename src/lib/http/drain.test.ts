import { beforeEach, expect, test, vi } from 'vitest';

vi.hoisted(() => {
  process.env.LOG_LEVEL = 'silent';
});

/** A process that is asked to stop, as a list of what happened. */
async function start(stop: () => Promise<unknown>, patienceMs?: number, noticeMs?: number) {
  const { drainer, isDraining } = await import('./drain');
  const happened: string[] = [];
  const drain = drainer({
    stop: () => stop().then(() => happened.push('stopped')),
    close: async () => happened.push('closed'),
    exit: (code) => happened.push(`exit ${code}`),
    patienceMs,
    noticeMs,
  });
  return { drain, happened, isDraining };
}

beforeEach(() => vi.resetModules());

test('running requests end, then the database is let go, then the process', async () => {
  const requests = Promise.withResolvers<void>();
  const { drain, happened, isDraining } = await start(() => requests.promise);
  expect(isDraining()).toBe(false);
  const drained = drain();
  expect(isDraining()).toBe(true);
  expect(happened).toEqual([]);
  requests.resolve();
  await drained;
  expect(happened).toEqual(['stopped', 'closed', 'exit 0']);
});

test('whoever sends the requests is told first: meanwhile nothing is stopped, and readiness says no', async () => {
  const { drain, happened, isDraining } = await start(async () => {}, undefined, 50);
  const drained = drain();
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(isDraining()).toBe(true);
  expect(happened).toEqual([]);
  await drained;
  expect(happened).toEqual(['stopped', 'closed', 'exit 0']);
});

test('a request that does not end is given up, and the process says that it was', async () => {
  const { drain, happened } = await start(() => new Promise(() => {}), 20);
  await drain();
  expect(happened).toEqual(['exit 1']);
});

test('a database that does not close is no reason to stay', async () => {
  const { drain, happened } = await start(() => Promise.reject(new Error('gone')));
  await drain();
  expect(happened).toEqual(['exit 1']);
});

test('the second signal of one Ctrl-C changes nothing; a later one ends the process at once', async () => {
  const { drain, happened } = await start(() => new Promise(() => {}), 2000);
  drain();
  drain();
  expect(happened).toEqual([]);
  await new Promise((resolve) => setTimeout(resolve, 600));
  drain();
  expect(happened).toEqual(['exit 1']);
});
