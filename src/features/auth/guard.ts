import type { RequestEvent, RequestEventBase } from '@builder.io/qwik-city';
import * as SecurityService from '~/features/security/security.service';
import { AppError } from '~/lib/errors';
import { type Actor, getActor, setActor } from '~/lib/request/actor';
import { followAccount } from '~/lib/request/follow-account';
import { safeNext } from '~/lib/request/safe-next';
import { visitOf } from '~/lib/request/visit';
import { checkRequest } from '~/lib/supabase/session';
import { clearSessionCookies, hasSessionCookie } from '~/lib/supabase/session-cookies';
import { isAdministrator } from './administrator';
import { identify } from './identify';
import { loginUrl } from './login-url';
import { passwordDemand, RESET_PASSWORD } from './password-demand';
import { identifiedBy, logRefusal, writeDownRefusal } from './refused-access';

const PRIVATE = 'private, no-store';

/**
 * The `onRequest` of every signed-in layout: validates the session once and hands the actor to the loaders below, or
 * sends the visitor to `/login` and back here afterwards. A session that is over is said so; a first visit is not
 * scolded. Whoever owes another password gets to the page for it and no further. While the auth server or the database is
 * away and needed, nobody gets in and nobody is signed out. Guide 4.2, 12, 15.
 */
export async function guardSession(event: RequestEvent): Promise<void> {
  event.headers.set('Cache-Control', PRIVATE);
  const cameWithSession = hasSessionCookie(event);
  const visitor = await identifiedBy(identify, event);
  if (visitor.state === 'valid') return letIn(event, visitor.actor);

  await writeDownRefusal(event, visitor, cameWithSession);
  clearSessionCookies(event);
  throw sendTo(event, loginUrl(event.url, cameWithSession));
}

/**
 * The `onRequest` of the administration: `guardSession`, and whoever is no administrator at this very request finds what
 * they find at any address that is none. Guide 18.
 */
export async function guardAdmin(event: RequestEvent): Promise<void> {
  await guardSession(event);
  const { claims, profile } = getActor(event);
  if (isAdministrator(profile)) return;
  logRefusal(event, 'not_admin');
  await SecurityService.recordAccessRefused(claims, 'not_admin', visitOf(event));
  throw new AppError('not_found', 'There is no page at this address.');
}

/** For pages that make no sense to somebody who is signed in: on to where they were going, and to the guard of that place. */
export async function sendOnSignedIn(event: RequestEvent): Promise<void> {
  if (!hasSessionCookie(event)) return;
  const session = await checkRequest(event);
  if (session.state === 'valid') throw event.redirect(302, safeNext(event.query.get('next')));
  clearSessionCookies(event);
}

/**
 * After a verb that may have signed in again: what follows in this request acts for the session that the browser has from
 * here on, since the one that the guard has seen is over.
 */
export async function renewActor(event: RequestEventBase): Promise<void> {
  const visitor = await identify(event);
  if (visitor.state === 'valid') setActor(event, visitor.actor);
}

async function letIn(event: RequestEvent, actor: Actor): Promise<void> {
  const demanded = passwordDemand(actor.profile, event.url.pathname);
  if (demanded === RESET_PASSWORD) {
    logRefusal(event, 'password_must_reset');
    await SecurityService.recordAccessRefused(actor.claims, 'password_must_reset', visitOf(event));
  }
  if (demanded) throw sendTo(event, demanded);
  setActor(event, actor);
  if (actor.profile) followAccount(event, actor.profile);
}

/** Qwik City's redirect replaces what is said about keeping the answer. */
function sendTo(event: RequestEvent, place: string): ReturnType<RequestEvent['redirect']> {
  const redirect = event.redirect(302, place);
  event.headers.set('Cache-Control', PRIVATE);
  return redirect;
}
