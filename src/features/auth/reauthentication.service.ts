import type { Session } from '@supabase/supabase-js';
import { eq } from 'drizzle-orm';
import { limit, withinLimit } from '~/features/security/limits';
import * as SecurityService from '~/features/security/security.service';
import { type Database, db } from '~/lib/data/system';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import type { Actor } from '~/lib/request/actor';
import type { Visit } from '~/lib/request/visit';
import { refusalOf } from './auth.errors';
import type { ConfirmCodeInput, ConfirmPasswordInput } from './auth.input';
import { passwordHistory } from './auth.schema';
import type { Door } from './door';
import { mailCodeTo, sessionForCode } from './one-time-code';
import { openSession } from './open-session';

/** Whether the user has ever set a password: who came by a link or another site alone is not asked for one. */
export async function hasPassword({ id }: Pick<Actor, 'id'>, database: Database = db): Promise<boolean> {
  const found = await database
    .select({ id: passwordHistory.id })
    .from(passwordHistory)
    .where(eq(passwordHistory.userId, id))
    .limit(1);
  return found.length > 0;
}

/**
 * Signs the actor in again by their password: a fresh session takes the place of the one that asks. Throws `unauthorized` for
 * a wrong one, with the old session as it was; `rate_limited`. Guide 16.
 */
export function confirmByPassword(
  door: Door,
  actor: Actor,
  { password }: ConfirmPasswordInput,
): Promise<void> {
  return confirm(door, actor, 'password', async () => {
    const { data, error } = await door.client.auth.signInWithPassword({ email: actor.email, password });
    if (error?.code === 'invalid_credentials') {
      throw new AppError('unauthorized', m.auth_fresh_password_wrong(), { cause: error, field: 'password' });
    }
    if (error) throw refusalOf(error);
    return data.session;
  });
}

/** Mails the actor a code, to the address of their account and no other. Throws `rate_limited`. Guide 16. */
export async function mailCode({ email }: Actor, visit: Visit): Promise<void> {
  await limit('code', email, visit);
  const error = await mailCodeTo(email);
  if (error) throw refusalOf(error);
}

/** The same as `confirmByPassword`, by the code of that mail. Throws `invalid` for a wrong one. Guide 16. */
export function confirmByCode(door: Door, actor: Actor, { code }: ConfirmCodeInput): Promise<void> {
  return confirm(door, actor, 'code', () => sessionForCode(door.client, actor.email, code));
}

async function confirm(
  door: Door,
  actor: Actor,
  method: 'password' | 'code',
  open: () => Promise<Session | null>,
): Promise<void> {
  const opening = { kind: 'reauthenticated', method } as const;
  try {
    await openSession(door, opening, () =>
      withinLimit('reauthentication', actor.id, door.visit, async () =>
        requireSame(door, actor, await open()),
      ),
    );
  } catch (error) {
    const isWrong = error instanceof AppError && ['invalid', 'unauthorized'].includes(error.code);
    if (isWrong) await writeDownRefusal(actor, method, door.visit);
    throw error;
  }
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

function writeDownRefusal({ id, claims }: Actor, method: 'password' | 'code', visit: Visit): Promise<void> {
  const reason = method === 'password' ? 'wrong_password' : 'wrong_code';
  const event = { kind: 'reauthenticated', outcome: 'refused', userId: id } as const;
  return SecurityService.record(
    { ...event, sessionId: claims.session_id, details: { method, reason } },
    visit,
  );
}
