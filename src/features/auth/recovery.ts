import type { RequestEventBase } from '@builder.io/qwik-city';
import type { VerifiedClaims } from '~/lib/data/claims';
import { isHttps } from '~/lib/supabase/session-cookies';
import { identify } from './identify';

const COOKIE = 'alcazar-recovery';
const PATH = '/reset-password';
/** Long enough to think of a password. */
const SECONDS = 15 * 60;

/**
 * Remembers that this session was opened by a recovery link, for the one page that takes a new password without the
 * old one. Being signed in is not enough there: the browser may have been left open.
 */
export function allowReset(event: RequestEventBase, claims: VerifiedClaims): void {
  event.cookie.set(COOKIE, sessionIdOf(claims) ?? '', attributes(event, SECONDS));
}

/** Whether the request's session is the one that a recovery link has just opened. */
export async function mayReset(event: RequestEventBase): Promise<boolean> {
  const allowed = event.cookie.get(COOKIE)?.value;
  if (!allowed) return false;
  const visitor = await identify(event);
  return visitor.state === 'valid' && visitor.actor.claims.session_id === allowed;
}

export function endReset(event: RequestEventBase): void {
  event.cookie.set(COOKIE, '', attributes(event, 0));
}

function sessionIdOf(claims: VerifiedClaims): string | undefined {
  return claims.role === 'authenticated' ? claims.session_id : undefined;
}

function attributes(event: RequestEventBase, maxAge: number) {
  return { httpOnly: true, sameSite: 'lax', path: PATH, secure: isHttps(event), maxAge } as const;
}
