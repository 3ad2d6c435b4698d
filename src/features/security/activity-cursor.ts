/** The last event of a page: what comes next is older, or as old and before it by its id. */
export interface Place {
  occurredAt: Date;
  id: string;
}

/** Milliseconds since 1970, up to the year 2286, and a uuid. */
const SHAPE = /^(\d{1,13})\.([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/;

/** A place as it stands in an address. Opaque to the reader; it holds nothing that is a secret. Pure. */
export function writeCursor({ occurredAt, id }: Place): string {
  return Buffer.from(`${occurredAt.getTime()}.${id}`).toString('base64url');
}

/** The place that a cursor names; null for none, and for anything that is no cursor of ours. Pure. */
export function readCursor(cursor: string | null): Place | null {
  const [, time = '', id = ''] = SHAPE.exec(Buffer.from(cursor ?? '', 'base64url').toString()) ?? [];
  return id ? { occurredAt: new Date(Number(time)), id } : null;
}
