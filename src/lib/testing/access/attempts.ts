import { sql } from 'drizzle-orm';
import type { Transaction } from '~/lib/data/system';
import { owner } from '../owner';
import { ACCESS } from './expected';

/** A row of somebody's, and how to find it. */
export interface Target {
  /** With its schema, unless that is `public`. */
  table: string;
  keys: string[];
  columns: string[];
  /** As JSON text, because a bigint is more than a JavaScript number holds. */
  row: string | null;
}

type Verb = 'select' | 'insert' | 'update' | 'delete';
interface Attempt {
  table: string;
  verb: Verb;
  column?: string;
  statement: string;
  /** The same without looking for the row: a statement that reads no column is asked by no policy about reading. */
  blind?: string;
}

/** Of every table of ours, in whatever schema, a row that belongs to the user: the expectations say where to look. */
export async function targetsOf(userId: string): Promise<Target[]> {
  const tables = await owner<Omit<Target, 'row'>[]>`
    select oid::regclass::text as table,
      (select json_agg(attname order by attnum) from pg_attribute
        where attrelid = pg_class.oid and attnum > 0 and not attisdropped) as columns,
      (select json_agg(attname) from pg_attribute join pg_index on indrelid = attrelid and attnum = any (indkey)
        where attrelid = pg_class.oid and indisprimary) as keys
    from pg_class
    where relkind in ('r', 'p') and relnamespace::regnamespace::text !~ '^(pg_|information_schema$|auth$|extensions$|supabase_)'
    order by 1`;
  const looks = Object.entries(ACCESS).map(
    ([table, { mine }]) =>
      `(select '${table}' as table, to_jsonb(t)::text as row from ${table} as t where ${mine} limit 1)`,
  );
  const found = await owner.unsafe<Target[]>(looks.join(' union all '), [userId]);
  const rows = new Map(found.map(({ table, row }) => [table, row]));
  return tables.map((known) => ({ ...known, row: rows.get(known.table) ?? null }));
}

/**
 * Tries everything with each of the rows as whoever the transaction is, undoes it at once, and says what came of it, as
 * `ACCESS` does.
 */
export async function tryAll(
  tx: Pick<Transaction, 'execute'>,
  targets: Target[],
): Promise<Record<string, string>> {
  const attempts = targets.flatMap(attemptsOn);
  await tx.execute(sql`select set_config('access.attempts', ${JSON.stringify(attempts)}, true)`);
  await tx.execute(sql.raw(TRY_EACH));
  const [answer] = await tx.execute(sql`select current_setting('access.outcomes') as outcomes`);
  const outcomes: string[] = JSON.parse(String(answer?.outcomes));
  const tried = attempts.map((attempt, at) => ({ ...attempt, outcome: outcomes[at] ?? '' }));
  return Object.fromEntries(
    targets.map(({ table }) => [table, words(tried.filter((attempt) => attempt.table === table))]),
  );
}

function attemptsOn({ table, keys, columns, row }: Target): Attempt[] {
  const mine = `jsonb_populate_record(null::${table}, '${(row ?? '').replaceAll("'", "''")}') as mine`;
  const found = `where ${keys.map((key) => `t."${key}" = mine."${key}"`).join(' and ')}`;
  const change = (column: string): Attempt => {
    const blind = `update ${table} as t set "${column}" = mine."${column}" from ${mine}`;
    return { table, verb: 'update', column, statement: `${blind} ${found}`, blind };
  };
  const remove = `delete from ${table} as t using ${mine}`;
  return [
    { table, verb: 'select', statement: `select from ${table} as t, ${mine} ${found}` },
    { table, verb: 'insert', statement: `insert into ${table} select mine.* from ${mine}` },
    ...columns.map(change),
    { table, verb: 'delete', statement: `${remove} ${found}`, blind: remove },
  ];
}

/**
 * A block, because each attempt is a savepoint of its own and there are hundreds. The copy of a row meets the row itself, and
 * a deleted one may be needed elsewhere: the database asks that (class 23) of whom it has let in. Whoever finds no row writes
 * blindly, and has written those of others when there are more than they can see.
 */
const TRY_EACH = `do $$
declare
  attempt record;
  outcome text;
  origin text;
  touched bigint;
  visible bigint;
  outcomes text[] := '{}';
begin
  for attempt in
    select * from jsonb_to_recordset(current_setting('access.attempts')::jsonb) as each ("table" text, statement text, blind text)
  loop
    begin
      execute attempt.statement;
      get diagnostics touched = row_count;
      if touched = 0 and attempt.blind is not null then
        execute 'select count(*) from ' || attempt."table" into visible;
        execute attempt.blind;
        get diagnostics touched = row_count;
        touched := touched - visible;
      end if;
      outcome := case touched when 0 then 'none' else 'rows' end;
      raise exception using errcode = 'UNDO0';
    exception
      when sqlstate 'UNDO0' then
        null;
      when integrity_constraint_violation then
        outcome := 'rows';
      when insufficient_privilege then
        get stacked diagnostics origin = pg_exception_context;
        outcome := case when origin ~ '^PL/pgSQL function (?!inline_code_block)' then 'kept' else sqlstate end;
      when others then
        outcome := sqlstate;
    end;
    outcomes := outcomes || outcome;
  end loop;
  perform set_config('access.outcomes', to_json(outcomes)::text, true);
end
$$`;

function words(tried: (Attempt & { outcome: string })[]): string {
  const of = (verb: Verb) => tried.filter((attempt) => attempt.verb === verb);
  const [select, insert, remove] = (['select', 'insert', 'delete'] as const).map(
    (verb) => of(verb)[0]?.outcome,
  );
  return [select, insert, updateWord(of('update')), remove].join(' ');
}

/** One word when all columns are alike, else the word of those that may be written, and which. */
function updateWord(tried: { column?: string; outcome: string }[]): string {
  const outcomes = [...new Set(tried.map(({ outcome }) => outcome))];
  if (outcomes.length === 1) return outcomes.join();
  const open = tried.filter(({ outcome }) => outcome !== '42501');
  const kinds = [...new Set(open.map(({ outcome }) => outcome))].join('/');
  return `${kinds}(${open.map(({ column }) => column).join(',')})`;
}
