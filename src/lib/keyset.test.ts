import { expect, test } from 'vitest';
import { pageOf, positionIn } from './keyset';

const ID = '0f8fad5b-d9cb-469f-a165-70867728950e';

const rows = (...positions: string[]) => positions.map((position) => ({ position }));

test('a position is read back to the microsecond', () => {
  expect(positionIn(`1795312742307123-${ID}`)).toEqual({ at: 1795312742307123n, id: ID });
});

test.each([
  null,
  '',
  ID,
  `-1-${ID}`,
  `1e9-${ID}`,
  `99999999999999999-${ID}`,
  '1795312742307123-x',
  `1795312742307123-${ID}' or true`,
])('%s is no position', (text) => {
  expect(positionIn(text)).toBeUndefined();
});

test('the first page has nothing newer, and something older when one row too many was read', () => {
  expect(pageOf(rows('c', 'b'), {}, 2)).toEqual({ rows: rows('c', 'b'), newer: null, older: null });
  expect(pageOf(rows('c', 'b', 'a'), {}, 2)).toEqual({ rows: rows('c', 'b'), newer: null, older: 'b' });
});

test('a page on the way down leads back', () => {
  const place = { older: { at: 1n, id: ID } };
  expect(pageOf(rows('b', 'a'), place, 2)).toEqual({ rows: rows('b', 'a'), newer: 'b', older: null });
});

test('a page on the way up is read upside down, and leads down again', () => {
  const place = { newer: { at: 1n, id: ID } };
  expect(pageOf(rows('b', 'c', 'd'), place, 2)).toEqual({ rows: rows('c', 'b'), newer: 'c', older: 'b' });
  expect(pageOf(rows('b', 'c'), place, 2)).toEqual({ rows: rows('c', 'b'), newer: null, older: 'b' });
});

test('a page whose rows have all gone leads nowhere', () => {
  expect(pageOf(rows(), { older: { at: 1n, id: ID } }, 2)).toEqual({ rows: [], newer: null, older: null });
});
