import type { RequestEventBase } from '@builder.io/qwik-city';
import { type AuthError, isAuthError, isAuthSessionMissingError } from '@supabase/supabase-js';
import { type SessionClaims, sessionClaims, type VerifiedClaims, verifiedClaims } from '~/lib/data/claims';
import { broughtToken } from './brought-token';
import { createSupabaseServerClient, type ServerClient } from './server';
import { verifyToken } from './verify-token';

/** What a token says of its user, once it has been vouched for. */
export type TokenUser = { id: string; email: string };

export type CheckedSession =
  | { state: 'valid'; user: TokenUser; claims: SessionClaims }
  | { state: 'none' }
  /** With the claims where the token is a right one, and only its session is over. */
  | { state: 'ended'; reason: string; claims: null }
  | { state: 'ended'; reason: typeof NO_SUCH_SESSION; claims: SessionClaims };

const NO_SUCH_SESSION = 'session_not_found';

/** A browser may put anything into the cookie, and the token goes into a header. */
const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** What the auth server says about a session that is over. Anything else it says is a fault of somebody's, and rises. */
const ENDED = new Set([
  'bad_json',
  'bad_jwt',
  'no_authorization',
  'refresh_token_already_used',
  'refresh_token_not_found',
  'session_expired',
  NO_SUCH_SESSION,
  'unexpected_audience',
  'user_banned',
  'user_not_found',
  'validation_failed',
]);

/**
 * Whose session the request brought, refreshing it when it is about to end. Costs nothing where the token's key is at
 * hand, else one call to the auth server. Throws `AppError('unavailable')` when that is needed and away. Guide 12.
 */
export function checkRequest(event: RequestEventBase): Promise<CheckedSession> {
  const client = () => createSupabaseServerClient(event);
  const token = broughtToken(event);
  return token === null ? checkSession(client()) : checkToken(token, client);
}

/**
 * The same by a client that is there already. The token that is vouched for is the very one whose claims are returned;
 * nothing else of the cookie is believed. Whether the session has been ended is for `recogniseSession`. Guide 12.
 * Throws `AppError('unavailable')` when the auth server is needed and away.
 */
export function checkSession({ auth }: ServerClient): Promise<CheckedSession> {
  return unlessEnded(async () => {
    const { data: brought, error } = await auth.getSession();
    if (error) throw error;
    return brought.session ? vouchFor(brought.session.access_token, () => auth) : { state: 'none' };
  });
}

/** The same for an access token that came by itself, as programs bring it. The client is made where it is needed. */
export function checkToken(token: string, client: () => Pick<ServerClient, 'auth'>): Promise<CheckedSession> {
  return unlessEnded(() => vouchFor(token, () => client().auth));
}

async function vouchFor(token: unknown, auth: () => ServerClient['auth']): Promise<CheckedSession> {
  if (typeof token !== 'string' || !JWT.test(token))
    return { state: 'ended', reason: 'bad_jwt', claims: null };
  const checked = await verifyToken(token);
  if (checked.verdict === 'refused') return { state: 'ended', reason: checked.reason, claims: null };
  if (checked.verdict === 'unknown_key') {
    const { error } = await auth().getUser(token);
    if (error && endOf(error) === NO_SUCH_SESSION) return overOf(token);
    if (error) throw error;
  }
  return sessionOf(token);
}

async function unlessEnded(check: () => Promise<CheckedSession>): Promise<CheckedSession> {
  try {
    return await check();
  } catch (error) {
    const reason = isAuthError(error) && endOf(error);
    if (reason) return { state: 'ended', reason, claims: null };
    throw error;
  }
}

/** The auth server looks for the session after it has verified the token. */
function overOf(token: string): CheckedSession {
  const session = sessionOf(token);
  if (session.state !== 'valid') return session;
  return { state: 'ended', reason: NO_SUCH_SESSION, claims: session.claims };
}

function sessionOf(token: string): CheckedSession {
  const payload = payloadOf(token);
  const claims = sessionClaims(verifiedClaims(payload));
  if (!claims) return { state: 'ended', reason: 'no_session_id', claims: null };
  const email = typeof payload.email === 'string' ? payload.email : '';
  return { state: 'valid', user: { id: claims.sub, email }, claims };
}

/** The claims of a token that the auth server has just issued or vouched for. */
export function claimsOf(token: string): VerifiedClaims {
  return verifiedClaims(payloadOf(token));
}

function payloadOf(token: string): { email?: unknown } {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}

function endOf(error: AuthError): string | undefined {
  // auth-js puts its own nameless error in the place of `session_not_found`.
  const reason = isAuthSessionMissingError(error) ? NO_SUCH_SESSION : error.code;
  return reason && ENDED.has(reason) ? reason : undefined;
}
