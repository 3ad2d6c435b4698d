import type { RequestEventBase } from '@builder.io/qwik-city';
import type { VerifiedClaims } from '~/lib/data/claims';
import type { Actor } from '~/lib/request/actor';
import { isHttps } from '~/lib/supabase/session-cookies';
import { RESET_PASSWORD } from './password-demand';

const COOKIE = 'alcazar-recovery';
/** Long enough to think of a password. */
const SECONDS = 15 * 60;

/**
 * Remembers that this session was opened by a mailbox, for the one page that takes a new password without the old one. Being
 * signed in is not enough there: the browser may have been left open.
 */
export function allowReset(event: RequestEventBase, claims: VerifiedClaims): void {
  event.cookie.set(COOKIE, sessionIdOf(claims) ?? '', attributes(event, SECONDS));
}

/**
 * Whether it is this session that was, and that a quarter of an hour ago at most. The cookie is not believed for longer than a
 * browser would have kept it: who sits at one that was left open can write it.
 */
export function mayReset(
  event: RequestEventBase,
  { claims, signedInAt }: Pick<Actor, 'claims' | 'signedInAt'>,
  now: Date,
): boolean {
  const id = sessionIdOf(claims);
  const isYoung = now.getTime() - signedInAt.getTime() < SECONDS * 1000;
  return isYoung && id !== undefined && id === event.cookie.get(COOKIE)?.value;
}

export function endReset(event: RequestEventBase): void {
  event.cookie.set(COOKIE, '', attributes(event, 0));
}

function sessionIdOf(claims: VerifiedClaims): string | undefined {
  return claims.role === 'authenticated' ? claims.session_id : undefined;
}

function attributes(event: RequestEventBase, maxAge: number) {
  return { httpOnly: true, sameSite: 'lax', path: RESET_PASSWORD, secure: isHttps(event), maxAge } as const;
}
