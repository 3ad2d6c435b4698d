import { and, eq, exists, gt, not } from 'drizzle-orm';
import { profiles } from '~/features/auth/auth.schema';
import type { SessionClaims } from '~/lib/data/claims';
import { type Database, db } from '~/lib/data/system';
import { log } from '~/lib/log.server';
import type { Visit } from '~/lib/request/visit';
import type { EventDetails, EventReason } from './security.details';
import { type SecurityEventKind, type SecurityOutcome, securityEvents } from './security.schema';

/** One thing that happened, for the trail. */
export interface NewSecurityEvent {
  kind: SecurityEventKind;
  /** `succeeded` unless something was refused. */
  outcome?: SecurityOutcome;
  /** Whose account; null for an address that belongs to nobody. */
  userId: string | null;
  /** Who did it, when it was not the user: an administrator, or null for somebody who has not signed in. */
  actorId?: string | null;
  sessionId?: string | null;
  /** A few words from `security.details.ts`. Nothing else fits, so that no secret does. */
  details?: EventDetails;
}

/**
 * Writes down what happened to an account: one row for good, and one structured line in the log under the same request
 * id. Hand in the transaction of the act itself where there is one, so that neither is there without the other.
 */
export async function record(event: NewSecurityEvent, visit: Visit, database: Database = db): Promise<void> {
  const { kind, outcome = 'succeeded', userId, sessionId = null, details = {} } = event;
  const { actorId = userId } = event;
  const { now, address, userAgent, requestId } = visit;
  await database.insert(securityEvents).values({
    occurredAt: now,
    kind,
    outcome,
    userId,
    actorId,
    sessionId,
    address,
    userAgent,
    requestId,
    details,
  });
  log.info(`security.${kind}`, {
    outcome,
    userId,
    actorId,
    sessionId,
    clientAddress: address,
    requestId,
    details,
  });
}

/** How often at most the refusals of one user are written down, in milliseconds. */
const REFUSED_EVERY_MS = 60_000;

/**
 * Writes down that the guard has refused the right token of a known user, once a minute a user at most: whoever keeps a
 * token of a session that is over may ask as often as they like, and the log has every time. Nothing is kept of an account
 * that is gone. Guide 14.
 */
export async function recordAccessRefused(
  { sub: userId, session_id: sessionId }: SessionClaims,
  reason: EventReason,
  visit: Visit,
  database: Database = db,
): Promise<void> {
  const since = new Date(visit.now.getTime() - REFUSED_EVERY_MS);
  const { kind, occurredAt, userId: whose } = securityEvents;
  const recent = database
    .select()
    .from(securityEvents)
    .where(and(eq(whose, userId), eq(kind, 'access_refused'), gt(occurredAt, since)));
  const due = await database
    .select({ id: profiles.id })
    .from(profiles)
    .where(and(eq(profiles.id, userId), not(exists(recent))));
  if (due.length === 0) return;
  const details = { reason };
  await record({ kind: 'access_refused', outcome: 'refused', userId, sessionId, details }, visit, database);
}
