import { and, desc, eq, sql } from 'drizzle-orm';
import { type Device, deviceOf } from '~/features/sessions/device';
import { type Database, db } from '~/lib/data/system';
import type { Actor } from '~/lib/request/actor';
import { type Place, readCursor, writeCursor } from './activity-cursor';
import { type SecurityEvent, securityEvents } from './security.schema';

/** An event as its user sees it. */
export interface ListedEvent
  extends Device,
    Pick<SecurityEvent, 'id' | 'occurredAt' | 'kind' | 'outcome' | 'details'> {
  address: string | null;
  /** What an administrator did is told without their address and browser, which are none of the user's business. */
  isByAdmin: boolean;
}

export interface ActivityPage {
  events: ListedEvent[];
  /** Where the older ones begin; null when these are the last. */
  older: string | null;
}

const PAGE_SIZE = 25;

/**
 * What happened to the actor's account, the newest first: a page of it, from the start or from where a cursor says. One that
 * is none of ours begins at the start. Guide 14.
 */
export async function listActivity(
  { id: userId }: Actor,
  cursor: string | null = null,
  database: Database = db,
): Promise<ActivityPage> {
  const place = readCursor(cursor);
  const rows = await database
    .select()
    .from(securityEvents)
    .where(and(eq(securityEvents.userId, userId), place ? before(place) : undefined))
    .orderBy(desc(securityEvents.occurredAt), desc(securityEvents.id))
    .limit(PAGE_SIZE + 1);
  const events = rows.slice(0, PAGE_SIZE).map(listed);
  const last = rows.length > PAGE_SIZE ? events.at(-1) : undefined;
  return { events, older: last ? writeCursor(last) : null };
}

/** Both columns at once, as the index has them. `record` writes whole milliseconds, so a cursor loses nothing. */
function before({ occurredAt, id }: Place) {
  return sql`(${securityEvents.occurredAt}, ${securityEvents.id}) < (${occurredAt.toISOString()}::timestamptz, ${id}::uuid)`;
}

function listed({ id, occurredAt, kind, outcome, details, ...row }: SecurityEvent): ListedEvent {
  const isByAdmin = row.actorId !== null && row.actorId !== row.userId;
  const device = deviceOf(isByAdmin ? null : row.userAgent);
  return {
    id,
    occurredAt,
    kind,
    outcome,
    details,
    ...device,
    address: isByAdmin ? null : row.address,
    isByAdmin,
  };
}
