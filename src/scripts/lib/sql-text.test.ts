import { describe, expect, test } from 'vitest';
import { controlsTransaction, splitStatements } from './sql-text';

describe('splitStatements', () => {
  test('knows the places where a semicolon ends nothing', () => {
    const sql = `select ';', E'it\\'s;', "a;b" /* ; */ from t; -- ;\ndo $x$ begin; $$ ; $$ end $x$; ;`;
    expect(splitStatements(sql)).toEqual([
      `select ';', E'it\\'s;', "a;b"   from t`,
      'do $x$ begin; $$ ; $$ end $x$',
    ]);
  });
});

describe('controlsTransaction', () => {
  test.each(['commit', 'BEGIN;', 'select 1; Rollback', 'start  transaction', '/* x */ end;', 'savepoint a'])(
    'finds "%s"',
    (sql) => {
      expect(controlsTransaction(sql)).toBe(true);
    },
  );

  test.each([
    'do $$ begin perform 1; end $$',
    "select 'commit;'",
    'create table commits (id int)',
    'create function f() returns int begin atomic select 1; end',
    '-- commit;\nselect 1',
  ])('is not misled by "%s"', (sql) => {
    expect(controlsTransaction(sql)).toBe(false);
  });
});
