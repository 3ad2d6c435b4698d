import type { Session } from '@supabase/supabase-js';
import * as SecurityService from '~/features/security/security.service';
import type { SessionClaims } from '~/lib/data/claims';
import { type Database, db } from '~/lib/data/system';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import type { Actor } from '~/lib/request/actor';
import { refusalOf } from './auth.errors';
import type { Door } from './door';
import { openSession } from './open-session';

/** How the actor says again who they are. */
export interface Again {
  method: 'password' | 'code';
  /** What is written down as refused where it is wrong. */
  kind: 'reauthenticated' | 'password_changed';
  /** Opens their session, or throws `invalid` or `unauthorized` for what is wrong. */
  open: () => Promise<Session | null>;
}

/**
 * Opens a fresh session of the actor in the place of the one that asks, and answers whose it is. What is wrong is written
 * down and leaves the old one as it was. Throws what `open` throws, `forbidden` for somebody else's. Guide 15, 16.
 */
export async function signInAgain(
  door: Door,
  actor: Actor,
  again: Again,
  database: Database = db,
): Promise<SessionClaims> {
  const opening = { kind: 'reauthenticated', method: again.method } as const;
  try {
    const open = async () => requireSame(door, actor, await again.open());
    const claims = await openSession(door, opening, open, database);
    if (claims) return claims;
  } catch (error) {
    const isWrong = error instanceof AppError && ['invalid', 'unauthorized'].includes(error.code);
    if (isWrong) await writeDownRefusal(door, actor, again, database);
    throw error;
  }
  throw new Error('The auth server has let somebody in without a session.');
}

/** Trades the actor's own password for a session on the request's client. Throws `wrong`, and what `refusalOf` knows. */
export async function sessionForPassword(
  { client }: Pick<Door, 'client'>,
  { email }: Pick<Actor, 'email'>,
  password: string,
  wrong: AppError,
): Promise<Session | null> {
  const { data, error } = await client.auth.signInWithPassword({ email, password });
  if (error?.code === 'invalid_credentials') throw wrong;
  if (error) throw refusalOf(error);
  return data.session;
}

/** The address is the actor's own, so this can only be somebody who got it in this very moment. Nobody stays in. */
async function requireSame(
  { client }: Door,
  { id }: Actor,
  session: Session | null,
): Promise<Session | null> {
  if (!session || session.user.id === id) return session;
  await client.auth.signOut({ scope: 'local' });
  throw new AppError('forbidden', m.auth_login_session_expired());
}

function writeDownRefusal(
  { visit }: Door,
  { id: userId, claims }: Actor,
  { kind, method }: Again,
  database: Database,
): Promise<void> {
  const reason = method === 'password' ? 'wrong_password' : 'wrong_code';
  const about = { userId, sessionId: claims.session_id, details: { method, reason } } as const;
  return SecurityService.record({ kind, outcome: 'refused', ...about }, visit, database);
}
