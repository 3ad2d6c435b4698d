import { type AnyColumn, and, gte, lt, type SQL, sql } from 'drizzle-orm';
import type { Span } from '~/lib/calendar.server';

/**
 * In which of the spans that are asked for a moment is, from 0: a placeholder of a statement that is written once, as `since`
 * and `until` are. The spans come from the app: the zone of a reader is one that `Intl` knows, and the database may know
 * another list, of another year.
 */
export function placeInSpans(moment: AnyColumn): SQL<number> {
  return sql`width_bucket(${moment}, ${sql.placeholder('starts')}::timestamptz[]) - 1`;
}

/** From the first span on. */
export function isSince(moment: AnyColumn): SQL {
  return gte(moment, sql.placeholder('since'));
}

/** In any of the spans. */
export function isWithin(moment: AnyColumn): SQL | undefined {
  return and(isSince(moment), lt(moment, sql.placeholder('until')));
}

/** What the placeholders stand for; of no spans it is no time at all. */
export function valuesOf(spans: readonly Span[]) {
  const since = spans[0]?.start ?? new Date(0);
  return {
    since: since.toISOString(),
    until: (spans.at(-1)?.end ?? since).toISOString(),
    starts: `{${spans.map(({ start }) => start.toISOString()).join()}}`,
  };
}

/** One amount for each span: one in which nothing moved is a zero, not a gap. */
export function atTheirPlaces(
  found: readonly { place: number | null; amount: bigint | null }[],
  length: number,
): bigint[] {
  const byPlace = new Map(found.map(({ place, amount }) => [place, amount ?? 0n]));
  return Array.from({ length }, (_, at) => byPlace.get(at) ?? 0n);
}
