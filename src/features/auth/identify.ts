import type { RequestEventBase } from '@builder.io/qwik-city';
import { type EndedReason, recogniseSession } from '~/features/sessions/recognise';
import type { SessionClaims } from '~/lib/data/claims';
import { again } from '~/lib/db/again';
import type { Actor } from '~/lib/request/actor';
import { visitOf } from '~/lib/request/visit';
import { createAnonymousClient } from '~/lib/supabase/anonymous';
import { type CheckedSession, checkRequest, checkToken } from '~/lib/supabase/session';

export type Visitor =
  | { state: 'valid'; actor: Actor }
  | { state: 'none' }
  /** With the claims where the token is a right one, and only its session may no longer be used. */
  | { state: 'ended'; reason: string; claims: null }
  | { state: 'ended'; reason: EndedReason; claims: SessionClaims };

/**
 * Who is asking: a token that is vouched for, of a session that nobody has ended. One statement in the database, and
 * no call to the auth server where its keys are at hand. Guide 12.
 * Throws `AppError('unavailable')`, or an error that has it as its cause, when one that is needed is away.
 */
export async function identify(event: RequestEventBase): Promise<Visitor> {
  return recognise(event, await checkRequest(event));
}

/** The same for a program, which brings its access token as `Authorization: Bearer`. No cookie counts. Guide 23. */
export async function identifyBearer(event: RequestEventBase): Promise<Visitor> {
  const token = /^Bearer +(\S+)$/i.exec(event.request.headers.get('Authorization') ?? '')?.[1];
  if (!token) return { state: 'none' };
  return recognise(event, await checkToken(token, createAnonymousClient));
}

async function recognise(event: RequestEventBase, checked: CheckedSession): Promise<Visitor> {
  if (checked.state !== 'valid') return checked;
  const { claims, user: tokenUser } = checked;
  // What it writes is when the session was seen: the second time it comes to the same.
  const session = await again(() => recogniseSession(claims, visitOf(event)));
  if (session.state === 'ended') return { ...session, claims };
  const { profile, beganAt: signedInAt } = session;
  const user = { id: tokenUser.id, email: profile?.email ?? tokenUser.email };
  return { state: 'valid', actor: { ...user, user, claims, profile, signedInAt } };
}
