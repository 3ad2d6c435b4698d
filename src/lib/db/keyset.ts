import { type AnyColumn, asc, desc, type SQL, sql } from 'drizzle-orm';
import type { Place, Position } from '~/lib/keyset';

/** What of a query makes it answer one page: `position` is to be selected under that name, for `pageOf`. */
export interface Keyset {
  position: SQL.Aliased<string>;
  where: SQL | undefined;
  orderBy: SQL[];
}

/**
 * Pages by the place of a row instead of by counting: as quick on the last page as on the first, and rows that come or go
 * meanwhile move nothing. Wants an index on both columns; `at` is a `timestamptz`, `id` makes the order total.
 */
export function keyset(at: AnyColumn, id: AnyColumn, { older, newer }: Place): Keyset {
  const position = sql<string>`(extract(epoch from ${at}) * 1000000)::bigint || '-' || ${id}`.as('position');
  if (newer) {
    return { position, where: sql`(${at}, ${id}) > ${row(newer)}`, orderBy: [asc(at), asc(id)] };
  }
  return {
    position,
    where: older && sql`(${at}, ${id}) < ${row(older)}`,
    orderBy: [desc(at), desc(id)],
  };
}

function row({ at, id }: Position): SQL {
  return sql`(${isoOf(at)}::timestamptz, ${id}::uuid)`;
}

/** A `Date` would cut the microseconds, and the row beside the page would come twice. */
function isoOf(microseconds: bigint): string {
  const seconds = new Date(Number(microseconds / 1_000_000n) * 1000).toISOString().slice(0, -5);
  return `${seconds}.${String(microseconds % 1_000_000n).padStart(6, '0')}Z`;
}
