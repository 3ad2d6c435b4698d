import { and, inArray, isNotNull, lt, sql } from 'drizzle-orm';
import { type Database, db } from '~/lib/data/system';
import { webhookEvents } from './webhook-events.schema';

/** So long the body of an event is kept that nothing is left to be done about. The database itself refuses less than thirty days. */
const KEEP_BODY_MS = 90 * 24 * 60 * 60 * 1000;

const endsAs = sql`case when ${webhookEvents.status} = 'waiting' then 'unknown' else ${webhookEvents.status} end`;

/**
 * Forgets the bodies of events that came to an end long ago: names, addresses and cards stand in them, and what they said is
 * known. The event stays, with its name, so that it is never taken in again. One that has waited so long for its payment waits
 * for nothing. Those that failed are kept until somebody has looked. Answers how many there were. Decision 123.
 */
export async function forgetBodies(now: Date, database: Database = db): Promise<number> {
  const isOver = inArray(webhookEvents.status, ['handled', 'unknown', 'waiting']);
  const isOld = lt(webhookEvents.receivedAt, new Date(now.getTime() - KEEP_BODY_MS));
  const forgotten = await database
    .update(webhookEvents)
    .set({ payload: null, status: endsAs, waitsFor: null })
    .where(and(isOver, isOld, isNotNull(webhookEvents.payload)))
    .returning({ id: webhookEvents.id });
  return forgotten.length;
}
