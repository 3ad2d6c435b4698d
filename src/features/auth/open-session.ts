import type { Session } from '@supabase/supabase-js';
import { welcome } from '~/features/security/devices';
import * as SecurityService from '~/features/security/security.service';
import * as SessionsService from '~/features/sessions/sessions.service';
import { type SessionClaims, sessionClaims } from '~/lib/data/claims';
import { type Database, db } from '~/lib/data/system';
import { type CheckedSession, checkSession, claimsOf } from '~/lib/supabase/session';
import type { Door, Opening } from './door';
import { allowReset } from './reset-permission';
import { refuseUnwelcome } from './unwelcome';

/**
 * Every session of a browser is opened here. Runs `open`, which signs in on the request's client and leaves nothing open when
 * it throws, refuses whoever may not come in all the same (`forbidden`), then ends the session that the browser had before
 * (`replaced`), writes down who came in and knows their browser again: all of it, or nobody is in. Null where `open` has
 * opened none. Rises with what `open` throws. Guide 12, 16, 19.
 */
export async function openSession(
  door: Door,
  opening: Opening,
  open: () => Promise<Session | null>,
  database: Database = db,
): Promise<SessionClaims | null> {
  const before = await checkSession(door.client);
  const session = await open();
  if (!session) return null;
  try {
    const claims = sessionClaims(claimsOf(session.access_token));
    if (!claims) throw new Error('The auth server has opened a session without an id.');
    const { mustReset } = await refuseUnwelcome(claims, opening, door.visit, database);
    await database.transaction((tx) => writeDown(door, claims, before, opening, tx));
    // Their mailbox has let them in: the guard brings them to the page for a new password, and it opens.
    if (mustReset) allowReset(door.event, claims);
    return claims;
  } catch (error) {
    await door.client.auth.signOut({ scope: 'local' });
    throw error;
  }
}

async function writeDown(
  { event, visit }: Door,
  { sub: userId, session_id: sessionId }: SessionClaims,
  before: CheckedSession,
  { kind, method }: Opening,
  database: Database,
): Promise<void> {
  if (before.state === 'valid' && before.claims.session_id !== sessionId) {
    await SessionsService.replaceSession(before.claims, visit, database);
  }
  await SecurityService.record({ kind, userId, sessionId, details: { method } }, visit, database);
  await welcome(event, { userId, sessionId }, database);
}
