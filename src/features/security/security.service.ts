import { type Database, db } from '~/lib/data/system';
import { log } from '~/lib/log.server';
import type { Visit } from '~/lib/request/visit';
import type { EventDetails } from './security.details';
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
