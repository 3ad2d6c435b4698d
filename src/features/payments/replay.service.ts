import { and, asc, eq, inArray, isNotNull, lte, type SQL } from 'drizzle-orm';
import { type Database, db } from '~/lib/data/system';
import { AppError } from '~/lib/errors';
import { handle } from './inbox.service';
import { type WebhookEvent, webhookEvents } from './webhook-events.schema';

/** Not the body: three months of them may be asked for at once. */
const SHOWN = {
  id: webhookEvents.id,
  provider: webhookEvents.provider,
  eventId: webhookEvents.eventId,
  type: webhookEvents.type,
  status: webhookEvents.status,
  lastError: webhookEvents.lastError,
};

/** An event as an operator sees it. */
export type ReplayedEvent = Pick<WebhookEvent, keyof typeof SHOWN>;

/** Which events are meant: one, by our id or the provider's; or all that did not come to an end. */
export type Replayed = { id: string } | { allFailed: true };

/** What would be replayed, the oldest first. */
export function listReplayed(which: Replayed, now: Date, database: Database = db): Promise<ReplayedEvent[]> {
  return database
    .select(SHOWN)
    .from(webhookEvents)
    .where(and(isNotNull(webhookEvents.payload), 'id' in which ? isCalled(which.id) : isStuck(now)))
    .orderBy(asc(webhookEvents.receivedAt), asc(webhookEvents.id));
}

/**
 * Handles events again, from their bodies as they came. One that was handled before changes nothing: what it says is known.
 * Answers each as it is afterwards. Throws `not_found` for a name that nothing has, or nothing with a
 * body: what was forgotten cannot be handled again.
 */
export async function replay(which: Replayed, now: Date, database: Database = db): Promise<ReplayedEvent[]> {
  const found = await listReplayed(which, now, database);
  if (found.length === 0 && 'id' in which)
    throw new AppError('not_found', `There is no event ${which.id} with a body.`);
  const ids = found.map(({ id }) => id);
  if (ids.length === 0) return [];
  await database
    .update(webhookEvents)
    .set({ status: 'received', attempts: 0, nextAttemptAt: now, waitsFor: null, handledAt: null })
    .where(inArray(webhookEvents.id, ids));
  for (const id of ids) await handle(id, now, database);
  return database
    .select(SHOWN)
    .from(webhookEvents)
    .where(inArray(webhookEvents.id, ids))
    .orderBy(asc(webhookEvents.receivedAt), asc(webhookEvents.id));
}

function isCalled(id: string): SQL | undefined {
  const isOurs = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
  return isOurs ? eq(webhookEvents.id, id) : eq(webhookEvents.eventId, id);
}

/** Given up, waiting for a payment, of an unknown type, or due and not done. */
function isStuck(now: Date): SQL | undefined {
  const isLeft = inArray(webhookEvents.status, ['failed', 'waiting', 'unknown', 'received']);
  return and(isLeft, lte(webhookEvents.receivedAt, now));
}
