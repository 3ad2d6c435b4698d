import { owner } from './owner';

/**
 * The tables that hold a row with one of these texts in any column, whatever its type and however it is written: of every
 * schema, those of the auth server included.
 */
export async function tablesWith(...texts: string[]): Promise<string[]> {
  const tables = await owner<{ name: string }[]>`
    select format('%I.%I', relnamespace::regnamespace, relname) as name from pg_class
    where relkind in ('r', 'p', 'm') and relnamespace::regnamespace::text !~ '^(pg_|information_schema)'`;
  const looks = tables.map(
    ({ name }) => `
      select '${name}' as name where exists (
        select from ${name} as kept, json_array_elements_text($1::text::json) as each (wanted)
        where position(lower(each.wanted) in lower(kept::text)) > 0)`,
  );
  const found = await owner.unsafe<{ name: string }[]>(looks.join(' union all '), [JSON.stringify(texts)]);
  return found.map(({ name }) => name).sort();
}
