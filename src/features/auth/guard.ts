import type { RequestEvent, RequestEventBase } from '@builder.io/qwik-city';
import { AppError } from '~/lib/errors';
import { log } from '~/lib/log.server';
import { setActor } from '~/lib/request/actor';
import { clientAddress, requestId } from '~/lib/request/context';
import { safeNext } from '~/lib/request/safe-next';
import { createSupabaseServerClient } from '~/lib/supabase/server';
import { type CheckedSession, checkSession } from '~/lib/supabase/session';
import { clearSessionCookies, hasSessionCookie } from '~/lib/supabase/session-cookies';
import { loginUrl } from './login-url';

const PRIVATE = 'private, no-store';

/**
 * The `onRequest` of every signed-in layout: validates the session once and hands the actor to the loaders below, or
 * sends the visitor to `/login` and back here afterwards. A session that is over is said so; a first visit is not
 * scolded. Throws `AppError('unavailable')` when the auth server is away: nobody gets in, nobody is signed out. Guide 4.2.
 */
export async function guardSession(event: RequestEvent): Promise<void> {
  event.headers.set('Cache-Control', PRIVATE);
  const cameWithSession = hasSessionCookie(event);
  const session = await checkOrRefuse(event);
  if (session.state === 'valid') return letIn(event, session);

  const reason = session.state === 'ended' ? session.reason : cameWithSession ? 'unreadable' : 'no_session';
  logRefusal(event, reason);
  clearSessionCookies(event);
  const redirect = event.redirect(302, loginUrl(event.url, cameWithSession));
  // Qwik City's redirect has just replaced it.
  event.headers.set('Cache-Control', PRIVATE);
  throw redirect;
}

/** For pages that make no sense to somebody who is signed in: on to where they were going. */
export async function sendOnSignedIn(event: RequestEvent): Promise<void> {
  if (!hasSessionCookie(event)) return;
  const session = await checkSession(createSupabaseServerClient(event));
  if (session.state === 'valid') throw event.redirect(302, safeNext(event.query.get('next')));
  clearSessionCookies(event);
}

function letIn(event: RequestEvent, { user, claims }: Extract<CheckedSession, { state: 'valid' }>): void {
  setActor(event, { id: user.id, email: user.email ?? '', claims, user });
}

async function checkOrRefuse(event: RequestEvent): Promise<CheckedSession> {
  try {
    return await checkSession(createSupabaseServerClient(event));
  } catch (error) {
    logRefusal(event, error instanceof AppError ? error.code : 'failed');
    throw error;
  }
}

/** The path without its query, which may hold a secret; JSON keeps whatever else it holds in one line. */
function logRefusal(event: RequestEventBase, reason: string): void {
  log.warn('auth.refused', {
    reason,
    path: event.url.pathname,
    method: event.method,
    requestId: requestId(event),
    clientAddress: clientAddress(event),
  });
}
