import type { RequestEvent, RequestEventBase } from '@builder.io/qwik-city';
import * as SecurityService from '~/features/security/security.service';
import { refusalOf } from '~/lib/db/refusals';
import { log } from '~/lib/log.server';
import { clientAddress, requestId } from '~/lib/request/context';
import { visitOf } from '~/lib/request/visit';
import type { Visitor } from './identify';

/** Writes down why somebody was not let in: in the log, and in the trail of the account whose session it was. */
export async function writeDownRefusal(
  event: RequestEvent,
  visitor: Exclude<Visitor, { state: 'valid' }>,
  cameWithSession: boolean,
): Promise<void> {
  const reason = visitor.state === 'ended' ? visitor.reason : cameWithSession ? 'unreadable' : 'no_session';
  logRefusal(event, reason);
  if (visitor.state === 'ended' && visitor.claims) {
    await SecurityService.recordAccessRefused(visitor.claims, visitor.reason, visitOf(event));
  }
}

/** Asks who is there; that nobody could tell is written down, and rises. */
export async function identifiedBy(
  identify: (event: RequestEvent) => Promise<Visitor>,
  event: RequestEvent,
): Promise<Visitor> {
  try {
    return await identify(event);
  } catch (error) {
    logRefusal(event, refusalOf(error)?.code ?? 'failed');
    throw error;
  }
}

/** The path without its query, which may hold a secret; JSON keeps whatever else it holds in one line. */
export function logRefusal(event: RequestEventBase, reason: string): void {
  log.warn('auth.refused', {
    reason,
    path: event.url.pathname,
    method: event.method,
    requestId: requestId(event),
    clientAddress: clientAddress(event),
  });
}
