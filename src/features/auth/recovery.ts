import type { RequestEvent } from '@builder.io/qwik-city';
import { AppError } from '~/lib/errors';
import { type Visit, visitOf } from '~/lib/request/visit';
import { clearSessionCookies } from '~/lib/supabase/session-cookies';
import * as AuthService from './auth.service';
import { doorOf } from './door';
import { identify } from './identify';
import { mailResetLink } from './reset-link';
import { mayReset } from './reset-permission';

/**
 * The `onRequest` of the page that takes a new password without the old one: whoever is merely signed in has to know the
 * old password, elsewhere. A session that was opened with a password that somebody else may know ends here, and its owner
 * reads that a link has been mailed. Guide 15.
 */
export async function guardReset(event: RequestEvent): Promise<void> {
  const visitor = await identify(event);
  const actor = visitor.state === 'valid' ? visitor.actor : null;
  if (actor && mayReset(event, actor, new Date())) return;
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
