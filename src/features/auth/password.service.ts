import { withinLimit } from '~/features/security/limits';
import { type Database, db } from '~/lib/data/system';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import type { Actor } from '~/lib/request/actor';
import type { Visit } from '~/lib/request/visit';
import { checkSession } from '~/lib/supabase/session';
import type { ChangePasswordInput, EmailInput, NewPasswordInput } from './auth.input';
import * as AuthService from './auth.service';
import type { Door } from './door';
import { inEvenTime } from './even-time';
import { refuseGuessable } from './guessable.server';
import { mailResetLink } from './reset-link';
import { setPassword } from './set-password';
import { sessionForPassword, signInAgain } from './sign-in-again';

/** Sends a link to choose a new password, if there is an account; says nothing of whether there is. Throws `rate_limited`. */
export function requestPasswordReset(
  { email }: EmailInput,
  visit: Visit,
  database: Database = db,
): Promise<void> {
  return inEvenTime(mailResetLink(email, visit, database));
}

/**
 * Sets a new password for the session that a recovery link has opened, and ends every other one: whoever knew the old
 * password may be in it. Lifts what an administrator or a report has asked for. Throws `invalid` at `password` for one that
 * is easy to guess or comes again, `unauthorized` when the session is over, `rate_limited`. Guide 15.
 */
export async function resetPassword(
  { client, visit }: Pick<Door, 'client' | 'visit'>,
  { password }: NewPasswordInput,
  database: Database = db,
): Promise<void> {
  const session = await checkSession(client);
  if (session.state !== 'valid') throw new AppError('unauthorized', m.auth_login_session_expired());
  const { user, claims } = session;
  const field = 'password';
  const profile = await AuthService.getProfile(user.id, database);
  await refuseGuessable(password, { email: user.email, fullName: profile?.fullName ?? null }, field);
  await withinLimit('new_password', user.id, visit, () =>
    setPassword({ kind: 'password_reset', password, field, claims, client, visit }, database),
  );
}

/**
 * Sets another password for whoever knows the one that stands: signing in with that opens a fresh session in this browser,
 * and every other one ends. Throws `invalid` at `currentPassword` for a wrong one, which changes nothing, and at
 * `newPassword` for one that is easy to guess or comes again; `rate_limited`. Guide 15.
 */
export async function changePassword(
  door: Door,
  actor: Actor,
  { currentPassword, newPassword: password }: ChangePasswordInput,
  database: Database = db,
): Promise<void> {
  const { client, visit } = door;
  const field = 'newPassword';
  await refuseGuessable(password, { email: actor.email, fullName: actor.profile?.fullName ?? null }, field);
  const wrong = new AppError('invalid', m.auth_password_wrong(), { field: 'currentPassword' });
  const open = () => sessionForPassword(door, actor, currentPassword, wrong);
  await withinLimit('password_change', actor.id, visit, async () => {
    const again = { kind: 'password_changed', method: 'password', open } as const;
    const claims = await signInAgain(door, actor, again, database);
    await setPassword({ kind: 'password_changed', password, field, claims, client, visit }, database);
  });
}
