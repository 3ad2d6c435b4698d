/** Where a row stands in a list that is ordered by a moment and an id: the moment in microseconds since 1970, as Postgres keeps it. */
export interface Position {
  at: bigint;
  id: string;
}

/** The part of a list that is asked for: what comes before or after a row, or the newest when there is none. */
export interface Place {
  older?: Position;
  newer?: Position;
}

/** One page of a list, newest first, and where the pages beside it begin: null where there is none. */
export interface Page<Row> {
  rows: Row[];
  newer: string | null;
  older: string | null;
}

const SHAPE = /^(\d{1,16})-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Reads a position out of an address. Nothing for what is none: the list then begins at its beginning. */
export function positionIn(text: string | null | undefined): Position | undefined {
  const [, at, id] = SHAPE.exec(text ?? '') ?? [];
  return at && id ? { at: BigInt(at), id } : undefined;
}

/**
 * Makes a page of what was read for it, which is one row more than fits, nearest to the place first. The row too many
 * tells that there is another page that way. The other way there is one whenever the page has a beginning. Pure.
 */
export function pageOf<Row extends { position: string }>(read: Row[], place: Place, size: number): Page<Row> {
  const isTurned = place.newer !== undefined;
  const near = read.slice(0, size);
  const rows = isTurned ? near.reverse() : near;
  const goesOn = read.length > size;
  const hasNewer = isTurned ? goesOn : place.older !== undefined;
  const hasOlder = isTurned ? true : goesOn;
  return {
    rows,
    newer: hasNewer ? (rows[0]?.position ?? null) : null,
    older: hasOlder ? (rows.at(-1)?.position ?? null) : null,
  };
}
