import { expect, test } from 'vitest';
import { loadOnce } from './load-once';

/** A loader that fails so many times, and how often it was asked. */
function failing(times: number) {
  const asked: string[] = [];
  const load = loadOnce(async (name: string) => {
    if (asked.push(name) <= times) throw new Error('away');
    return { name };
  });
  return { asked, load };
}

test('what is there is loaded once for each name, by however many', async () => {
  const { asked, load } = failing(0);
  const [one, again] = await Promise.all([load('one'), load('one')]);
  expect(again).toBe(one);
  expect(await load('one')).toBe(one);
  expect(await load('other')).toEqual({ name: 'other' });
  expect(asked).toEqual(['one', 'other']);
});

test('what failed is tried again by the next who asks', async () => {
  const { asked, load } = failing(1);
  const all = await Promise.allSettled([load('one'), load('one')]);
  expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await load('one')).toEqual({ name: 'one' });
  expect(asked).toEqual(['one', 'one']);
});
