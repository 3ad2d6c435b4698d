import type { RequestEventBase, RequestEventCommon } from '@builder.io/qwik-city';
import { type Actor, getActor } from '~/lib/request/actor';
import { type Asked, keepAsked, returnAsked } from './asked';
import { FRESH_MINUTES } from './auth.limits';
import { wayBack } from './login-url';

/** Whether this session was opened so recently that nobody has to be asked again who they are. Pure. */
export function isFresh({ signedInAt }: Pick<Actor, 'signedInAt'>, now: Date): boolean {
  return now.getTime() - signedInAt.getTime() < FRESH_MINUTES * 60_000;
}

/**
 * For what a browser that was left open must not do: the actor, or away to `/account/confirm` and back here afterwards.
 * Call it first of all in an action, a loader or an `onGet` behind the guard. What a refused form held, hand in as `asked`:
 * `takeAsked` gives it back to the page. Guide 16.
 */
export function requireFresh(event: RequestEventCommon, asked: Asked = {}): Actor {
  const actor = getActor(event);
  if (isFresh(actor, new Date())) return actor;
  if (event.method === 'POST') keepAsked(event, actor, asked);
  throw event.redirect(303, `/account/confirm?${new URLSearchParams({ next: wayBack(event.url) })}`);
}

/**
 * What `requireFresh` had refused on this page and can be done now, for a loader: the fields of the form, once. Null when
 * there was nothing, and as long as its user has not confirmed. Nothing has been done by itself, which the page has to say.
 */
export function takeAsked(event: RequestEventBase): Asked | null {
  const actor = getActor(event);
  return isFresh(actor, new Date()) ? returnAsked(event, actor) : null;
}
