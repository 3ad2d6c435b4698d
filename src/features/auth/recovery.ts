import type { RequestEvent, RequestEventBase } from '@builder.io/qwik-city';
import type { VerifiedClaims } from '~/lib/data/claims';
import { AppError } from '~/lib/errors';
import { type Visit, visitOf } from '~/lib/request/visit';
import { clearSessionCookies, isHttps } from '~/lib/supabase/session-cookies';
import * as AuthService from './auth.service';
import { doorOf } from './door';
import { identify } from './identify';
import { RESET_PASSWORD } from './password-demand';
import { mailResetLink } from './reset-link';

const COOKIE = 'alcazar-recovery';
/** Long enough to think of a password. */
const SECONDS = 15 * 60;

/**
 * Remembers that this session was opened by a recovery link, for the one page that takes a new password without the
 * old one. Being signed in is not enough there: the browser may have been left open.
 */
export function allowReset(event: RequestEventBase, claims: VerifiedClaims): void {
  event.cookie.set(COOKIE, sessionIdOf(claims) ?? '', attributes(event, SECONDS));
}

/**
 * The `onRequest` of that page: whoever is merely signed in has to know the old password, elsewhere. A session that was
 * opened with a password that somebody else may know ends here, and its owner reads that a link has been mailed. Guide 15.
 */
export async function guardReset(event: RequestEvent): Promise<void> {
  const visitor = await identify(event);
  const actor = visitor.state === 'valid' ? visitor.actor : null;
  if (actor && actor.claims.session_id === event.cookie.get(COOKIE)?.value) return;
  if (!actor?.profile?.passwordMustReset) throw event.redirect(302, '/forgot-password?error=link_over');
  await mailLink(actor.profile.email, visitOf(event));
  await AuthService.signOut(doorOf(event));
  clearSessionCookies(event);
  throw event.redirect(302, '/login?error=password_must_reset');
}

/** Where enough of them have been mailed, one of those will do. */
async function mailLink(email: string, visit: Visit): Promise<void> {
  try {
    await mailResetLink(email, visit);
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'rate_limited')) throw error;
  }
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
