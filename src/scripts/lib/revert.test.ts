import { describe, expect, test } from 'vitest';
import { revertStatements } from './revert';

describe('the inverse of a statement', () => {
  test.each([
    ['CREATE TABLE "plans" (\n\t"id" text PRIMARY KEY\n);', 'DROP TABLE "plans"'],
    ['CREATE TYPE "public"."user_role" AS ENUM(\'admin\', \'user\');', 'DROP TYPE "public"."user_role"'],
    ['create schema shop', 'DROP SCHEMA shop'],
    ['create view public.open_invoices as select 1', 'DROP VIEW public.open_invoices'],
    ['create materialized view totals as select 1', 'DROP MATERIALIZED VIEW totals'],
    [
      'CREATE UNIQUE INDEX "one" ON "shop"."plans" USING btree ("id") WHERE x <> \'on y\'',
      'DROP INDEX "shop"."one"',
    ],
    ['CREATE INDEX "plans_idx" ON "plans" USING btree ("a","b")', 'DROP INDEX "plans_idx"'],
    [
      'CREATE POLICY "read own" ON "plans" AS PERMISSIVE FOR SELECT TO "anon" USING (true)',
      'DROP POLICY "read own" ON "plans"',
    ],
    [
      'create trigger touch before update of email on auth.users for each row execute function f()',
      'DROP TRIGGER touch ON auth.users',
    ],
    [
      "create function public.name_of(meta jsonb) returns text language sql as $$ select ';' $$",
      'DROP FUNCTION public.name_of(meta jsonb)',
    ],
    [
      'ALTER TABLE "plans" ADD COLUMN "price" numeric(10,2) DEFAULT 0',
      'ALTER TABLE "plans" DROP COLUMN "price"',
    ],
    [
      'ALTER TABLE "plans" ADD CONSTRAINT "fk" FOREIGN KEY ("a","b") REFERENCES "x"("a","b")',
      'ALTER TABLE "plans" DROP CONSTRAINT "fk"',
    ],
    ['ALTER TABLE "plans" ENABLE ROW LEVEL SECURITY', 'ALTER TABLE "plans" DISABLE ROW LEVEL SECURITY'],
    ['ALTER TABLE "plans" FORCE ROW LEVEL SECURITY', 'ALTER TABLE "plans" NO FORCE ROW LEVEL SECURITY'],
    ['ALTER TABLE "plans" RENAME COLUMN "a" TO "b"', 'ALTER TABLE "plans" RENAME COLUMN "b" TO "a"'],
    ['ALTER TABLE shop.plans RENAME TO offers', 'ALTER TABLE shop.offers RENAME TO plans'],
    ["ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'", "ALTER TYPE mood RENAME VALUE 'blue' TO 'sad'"],
  ])('%s', (statement, inverse) => {
    expect(revertStatements(statement)).toEqual([{ inverse }]);
  });

  test.each([
    'create table if not exists plans (id int)',
    'create or replace function f() returns int language sql as $$ select 1 $$',
    'create or replace trigger t after insert on auth.users for each row execute function f()',
    'create index if not exists plans_idx on plans (id)',
    'create function f(a int default 1) returns int language sql as $$ select 1 $$',
    'alter table plans add column a int, add column b int',
    'alter table plans add column if not exists a int',
    'alter table plans drop column a',
    'alter table plans alter column a type bigint',
    "alter type mood add value 'calm'",
    'drop table plans',
    'grant select on plans to anon',
    'insert into plans values (1)',
    'do $$ begin create table x (id int); end $$',
  ])('is not guessed: %s', (statement) => {
    expect(revertStatements(statement)).toEqual([{ unknown: statement }]);
  });

  test('comes in the reverse order', () => {
    const steps = revertStatements(
      'create table a (id int); -- a comment; with a semicolon\ncreate table b (id int);',
    );
    expect(steps).toEqual([{ inverse: 'DROP TABLE b' }, { inverse: 'DROP TABLE a' }]);
  });
});
