import type { RequestEvent } from '@builder.io/qwik-city';
import * as SecurityService from '~/features/security/security.service';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import { type Actor, setActor } from '~/lib/request/actor';
import { visitOf } from '~/lib/request/visit';
import { identifyBearer, type Visitor } from './identify';
import { passwordDemand, RESET_PASSWORD } from './password-demand';
import { identifiedBy, logRefusal, writeDownRefusal } from './refused-access';

/**
 * The `onRequest` of the API: the same session, looked at in the same way as the pages do, from an access token in the
 * `Authorization` header. Cookies do not count, so that no other site can make a browser ask in its user's name.
 * Throws `unauthorized` with a `WWW-Authenticate` header, `forbidden` for whoever owes another password, `unavailable` as
 * `guardSession` does. Guide 23.
 */
export async function guardApi(event: RequestEvent): Promise<void> {
  event.headers.set('Cache-Control', 'private, no-store');
  const visitor = await identifiedBy(identifyBearer, event);
  if (visitor.state !== 'valid') throw await refuse(event, visitor);
  await requireSoundPassword(event, visitor.actor);
  setActor(event, visitor.actor);
}

/** A program cannot go and choose another password: it is told to have its user do so. */
async function requireSoundPassword(event: RequestEvent, { claims, profile }: Actor): Promise<void> {
  const demanded = passwordDemand(profile, event.url.pathname);
  if (!demanded) return;
  logRefusal(event, 'password_demanded');
  if (demanded === RESET_PASSWORD) {
    await SecurityService.recordAccessRefused(claims, 'password_must_reset', visitOf(event));
  }
  throw new AppError('forbidden', m.api_password_first());
}

/** RFC 6750, section 3. */
async function refuse(event: RequestEvent, visitor: Exclude<Visitor, { state: 'valid' }>): Promise<AppError> {
  const cameWithToken = event.request.headers.has('Authorization');
  await writeDownRefusal(event, visitor, cameWithToken);
  const challenge = cameWithToken ? 'Bearer realm="api", error="invalid_token"' : 'Bearer realm="api"';
  event.headers.set('WWW-Authenticate', challenge);
  return new AppError('unauthorized', cameWithToken ? m.api_token_over() : m.api_token_missing());
}
