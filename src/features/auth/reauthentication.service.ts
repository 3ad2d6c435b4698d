import { eq } from 'drizzle-orm';
import { limit, withinLimit } from '~/features/security/limits';
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
import { type Again, sessionForPassword, signInAgain } from './sign-in-again';

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
  const wrong = new AppError('unauthorized', m.auth_fresh_password_wrong(), { field: 'password' });
  return confirm(door, actor, 'password', () => sessionForPassword(door, actor, password, wrong));
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
  method: Again['method'],
  open: Again['open'],
): Promise<void> {
  const tried = () => withinLimit('reauthentication', actor.id, door.visit, open);
  await signInAgain(door, actor, { kind: 'reauthenticated', method, open: tried });
}
