import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { newTimeBudget, timeBudget, withTimeBudget } from './time-budget';

test('only what is spent is counted, and what runs side by side once', async () => {
  const budget = newTimeBudget(1_000);
  await sleep(30);
  expect(budget.left()).toBe(1_000);
  await Promise.all([1, 2, 3, 4].map(() => budget.spend(() => sleep(300))));
  expect(budget.left()).toBeLessThan(705);
  expect(budget.left()).toBeGreaterThan(0);
});

test('it is spent while the work is under way, also by work that fails, and is never less than nothing', async () => {
  const budget = newTimeBudget(40);
  const work = budget.spend(async () => {
    await sleep(60);
    throw new Error('a bug');
  });
  await sleep(50);
  expect(budget.left()).toBe(0);
  await expect(work).rejects.toThrow('a bug');
  expect(budget.left()).toBe(0);
});

test('each request has its own, however deep it is asked for', async () => {
  const [spent, fresh] = await Promise.all([
    withTimeBudget(async () => {
      await timeBudget()?.spend(() => sleep(30));
      return sleep(0).then(() => timeBudget()?.left());
    }),
    withTimeBudget(() => sleep(40).then(() => timeBudget()?.left())),
  ]);
  expect(spent).toBeLessThan(fresh ?? 0);
});

test('there is none outside of a request, and for the body of an answer whose head has left', async () => {
  expect(timeBudget()).toBeUndefined();
  const answer = await withTimeBudget(async () => ({ body: sleep(20).then(timeBudget) }));
  expect(await answer.body).toBeUndefined();
});
