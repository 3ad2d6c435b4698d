import { splitStatements } from './sql-text';

/** What undoes one statement, or undefined where only a person can tell. */
type Rule = [statement: RegExp, inverse: (...parts: string[]) => string];

const NAME = String.raw`(?:"(?:[^"]|"")+"|[a-z_][\w$]*)`;
const PATH = String.raw`((?:${NAME}\.)?${NAME})`;

/**
 * Only statements that fail when the thing exists already: of those it is certain that it was not there before. `or replace` and
 * `if not exists` match no rule, because the thing may be older than the migration.
 */
const RULES: Rule[] = [
  rule(`create table ${PATH} ?\\(.*`, (table) => `DROP TABLE ${table}`),
  rule(`create type ${PATH} as .*`, (type) => `DROP TYPE ${type}`),
  rule(`create sequence ${PATH}\\b.*`, (sequence) => `DROP SEQUENCE ${sequence}`),
  rule(`create schema (${NAME})`, (schema) => `DROP SCHEMA ${schema}`),
  rule(`create view ${PATH} .*`, (view) => `DROP VIEW ${view}`),
  rule(`create materialized view ${PATH} .*`, (view) => `DROP MATERIALIZED VIEW ${view}`),
  rule(
    `create (?:unique )?index (${NAME}) on (?:only )?${PATH}.*`,
    (index, table) => `DROP INDEX ${besides(table, index)}`,
  ),
  rule(`create policy (${NAME}) on ${PATH}.*`, (policy, table) => `DROP POLICY ${policy} ON ${table}`),
  rule(
    `create (?:constraint )?trigger (${NAME}) .*? on ${PATH} .*`,
    (trigger, table) => `DROP TRIGGER ${trigger} ON ${table}`,
  ),
  rule(
    `create function ${PATH} ?(\\((?:(?!\\bdefault\\b)[^()=])*\\)) returns .*`,
    (name, args) => `DROP FUNCTION ${name}${args}`,
  ),
  rule(
    `alter table (?:only )?${PATH} add column (?!if )(${NAME}) .*`,
    (table, column) => `ALTER TABLE ${table} DROP COLUMN ${column}`,
  ),
  rule(
    `alter table (?:only )?${PATH} add constraint (${NAME}) .*`,
    (table, name) => `ALTER TABLE ${table} DROP CONSTRAINT ${name}`,
  ),
  rule(
    `alter table ${PATH} enable row level security`,
    (table) => `ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY`,
  ),
  rule(
    `alter table ${PATH} force row level security`,
    (table) => `ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY`,
  ),
  rule(
    `alter table ${PATH} rename column (${NAME}) to (${NAME})`,
    (table, from, to) => `ALTER TABLE ${table} RENAME COLUMN ${to} TO ${from}`,
  ),
  rule(
    `alter table ${PATH} rename to (${NAME})`,
    (table, to) => `ALTER TABLE ${besides(table, to)} RENAME TO ${lastName(table)}`,
  ),
  rule(
    `alter type ${PATH} rename value ('[^']*') to ('[^']*')`,
    (type, from, to) => `ALTER TYPE ${type} RENAME VALUE ${to} TO ${from}`,
  ),
];

/** The statements that undo a migration, last things first. What cannot be derived with certainty comes back as `unknown`. */
export function revertStatements(sql: string): ({ inverse: string } | { unknown: string })[] {
  return splitStatements(sql)
    .toReversed()
    .map((statement) => {
      const inverse = inverseOf(statement);
      return inverse === undefined ? { unknown: statement } : { inverse };
    });
}

function inverseOf(statement: string): string | undefined {
  if (hasSeveralActions(statement)) return undefined;
  const line = statement.replace(/\s+/g, ' ');
  for (const [pattern, inverse] of RULES) {
    const match = pattern.exec(line);
    if (match) return inverse(...match.slice(1));
  }
  return undefined;
}

/** `alter table a add column b …, drop column c`: the commas that stand in no parenthesis and no string. */
function hasSeveralActions(statement: string): boolean {
  if (!/^alter\s/i.test(statement)) return false;
  let bare = statement.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"/g, '');
  for (let before = ''; before !== bare; ) {
    before = bare;
    bare = bare.replace(/\([^()]*\)/g, '');
  }
  return bare.includes(',');
}

function rule(pattern: string, inverse: Rule[1]): Rule {
  return [new RegExp(`^${pattern}$`, 'is'), inverse];
}

/** The name in the schema of another: an index lives where its table lives. */
function besides(path: string, name: string): string {
  return `${path.slice(0, path.length - lastName(path).length)}${name}`;
}

function lastName(path: string): string {
  return new RegExp(`${NAME}$`, 'i').exec(path)?.[0] ?? path;
}
