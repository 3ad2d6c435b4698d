import { type AnyColumn, asc, desc, type Placeholder, type SQL, sql } from 'drizzle-orm';
import type { Place, Position } from '~/lib/keyset';

/** What of a query makes it answer one page: `position` is to be selected under that name, for `pageOf`. */
export interface Keyset {
  position: SQL.Aliased<string>;
  where: SQL | undefined;
  orderBy: SQL[];
}

/** The way a list is turned: a part of what a statement says, where the row it is turned at is a value. */
export type Way = 'newest' | keyof Place;

/** The row at which a list is turned, to be said when the statement is asked: `edgeOf` has the values. */
interface Asked {
  at: Placeholder;
  id: Placeholder;
}

const ASKED: Asked = { at: sql.placeholder('at'), id: sql.placeholder('id') };

/** The place of a statement that is written once for a way (`written`). */
export const PLACES: Record<Way, { older?: Asked; newer?: Asked }> = {
  newest: {},
  older: { older: ASKED },
  newer: { newer: ASKED },
};

export function wayOf({ older, newer }: Place): Way {
  if (newer) return 'newer';
  return older ? 'older' : 'newest';
}

/** What the placeholders of `PLACES` stand for; nothing on the newest page, which has none. */
export function edgeOf({ older, newer }: Place): { at: string; id: string } | undefined {
  const edge = newer ?? older;
  return edge && { at: isoOf(edge.at), id: edge.id };
}

/**
 * Pages by the place of a row instead of by counting: as quick on the last page as on the first, and rows that come or go
 * meanwhile move nothing. Wants an index on both columns; `at` is a `timestamptz`, `id` makes the order total.
 */
export function keyset(
  at: AnyColumn,
  id: AnyColumn,
  { older, newer }: { older?: Position | Asked; newer?: Position | Asked },
): Keyset {
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

function row({ at, id }: Position | Asked): SQL {
  return sql`(${typeof at === 'bigint' ? isoOf(at) : at}::timestamptz, ${id}::uuid)`;
}

/** A `Date` would cut the microseconds, and the row beside the page would come twice. */
function isoOf(microseconds: bigint): string {
  const seconds = new Date(Number(microseconds / 1_000_000n) * 1000).toISOString().slice(0, -5);
  return `${seconds}.${String(microseconds % 1_000_000n).padStart(6, '0')}Z`;
}
