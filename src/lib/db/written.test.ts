import { expect, test } from 'vitest';
import { written } from './written';

test('a statement is written once for each pool and each shape', () => {
  const texts: string[] = [];
  const list = written((database: { name: string }, way: 'newest' | 'older', state: 'paid' | '') => {
    texts.push(`${database.name} ${way} ${state}`);
    return { database, way, state };
  });
  const [pool, transaction] = [{ name: 'pool' }, { name: 'transaction' }];

  expect(list(pool, 'newest', '')).toBe(list(pool, 'newest', ''));
  expect(list(pool, 'older', 'paid')).toEqual({ database: pool, way: 'older', state: 'paid' });
  expect(list(transaction, 'newest', '').database).toBe(transaction);
  expect(list(pool, 'newest', '').database).toBe(pool);
  expect(texts).toEqual(['pool newest ', 'pool older paid', 'transaction newest ']);
});
