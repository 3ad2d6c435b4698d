import { type SessionClaims, sessionClaims, verifiedClaims } from '~/lib/data/claims';
import type { Actor } from '~/lib/request/actor';
import type { Visit } from '~/lib/request/visit';
import type { TestUser } from './users';

/** The claims of a token that names its session, as every token of a sign-in does. */
export function sessionClaimsIn(token: string): SessionClaims {
  const payload = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  const claims = sessionClaims(verifiedClaims(payload));
  if (!claims) throw new Error('The token names no session.');
  return claims;
}

/** The actor the guard would make of this user's first session, just signed in. */
export function actorOf({ id, email, accessToken }: TestUser, given: Partial<Actor> = {}): Actor {
  const user = { id, email };
  const claims = sessionClaimsIn(accessToken);
  return { ...user, user, claims, profile: null, signedInAt: new Date(), ...given };
}

/** A request of no particular browser, just now. */
export function aVisit(given: Partial<Visit> = {}): Visit {
  return { now: new Date(), address: '192.0.2.7', userAgent: null, requestId: crypto.randomUUID(), ...given };
}
