import { owner } from './owner';

/**
 * The tables that hold a row with one of these texts in any column, whatever its type and however it is written: of every
 * schema, those of the auth server included.
 */
export async function tablesWith(...texts: string[]): Promise<string[]> {
  return Object.keys(await rowsWith(...texts)).sort();
}

/** The same tables with a fingerprint of those rows, which is another one when anything in them has changed. */
export async function rowsWith(...texts: string[]): Promise<Record<string, string>> {
  const tables = await owner<{ name: string }[]>`
    select format('%I.%I', relnamespace::regnamespace, relname) as name from pg_class
    where relkind in ('r', 'p', 'm') and relnamespace::regnamespace::text !~ '^(pg_|information_schema)'`;
  const looks = tables.map(
    ({ name }) => `
      select '${name}' as name, md5(string_agg(kept::text, '' order by kept::text)) as rows from ${name} as kept
      where exists (
        select from json_array_elements_text($1::text::json) as each (wanted)
        where position(lower(each.wanted) in lower(kept::text)) > 0)
      having count(*) > 0`,
  );
  const all = looks.join(' union all ');
  const found = await owner.unsafe<{ name: string; rows: string }[]>(all, [JSON.stringify(texts)]);
  return Object.fromEntries(found.map(({ name, rows }) => [name, rows]));
}
