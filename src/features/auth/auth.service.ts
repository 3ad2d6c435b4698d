import { eq } from 'drizzle-orm';
import { withinLimit } from '~/features/security/limits';
import type { SignInMethod } from '~/features/security/security.details';
import * as SessionsService from '~/features/sessions/sessions.service';
import type { SessionClaims } from '~/lib/data/claims';
import { type Database, db } from '~/lib/data/system';
import { refusalOf as databaseRefusalOf } from '~/lib/db/refusals';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import type { Actor } from '~/lib/request/actor';
import type { Visit } from '~/lib/request/visit';
import type { ServerClient } from '~/lib/supabase/server';
import { checkSession } from '~/lib/supabase/session';
import { refusalOf } from './auth.errors';
import type { ConfirmationInput, EmailInput, SignInInput, SignUpInput } from './auth.input';
import { type Profile, profiles } from './auth.schema';
import type { Door } from './door';
import { inEvenTime, refuseInEvenTime } from './even-time';
import { openSession } from './open-session';
import { letIn } from './signing-in';
import { askForAccount, mailConfirmation } from './signing-up';

/** The profile of a user whom the guard has validated, or null. One row by its key, past RLS; a page has it already (`requireProfile`). Guide 8. */
export async function getProfile(userId: string, database: Database = db): Promise<Profile | null> {
  const [profile] = await database.select().from(profiles).where(eq(profiles.id, userId));
  return profile ?? null;
}

/** The profile that the guard's query has brought along: costs nothing. Throws `not_found` for an account that has none. */
export function requireProfile({ profile }: Actor): Profile {
  if (!profile) throw new AppError('not_found', m.auth_profile_missing());
  return profile;
}

/** What a user may say about themselves. What is not given stays. */
export type ProfileChanges = Partial<Pick<Profile, 'fullName' | 'locale' | 'theme' | 'timeZone'>>;

/**
 * Changes what a user may change of their own profile. Written through the Data API as that user: the policies and
 * column grants decide, not this line. Throws `not_found` when there is no such row for them.
 */
export async function updateProfile(
  supabase: ServerClient,
  actor: Actor,
  { fullName, locale, theme, timeZone }: ProfileChanges,
): Promise<void> {
  const { data } = await supabase
    .from('profiles')
    .update({ full_name: fullName, locale, theme, time_zone: timeZone })
    .eq('id', actor.id)
    .select('id')
    .throwOnError();
  if (data.length === 0) throw new AppError('not_found', m.auth_profile_missing());
}

/**
 * Asks for an account; the auth server sends the mail that opens it. Does the same for an address that has an account.
 * Throws `invalid` (at `password` for one that is easy to guess), `forbidden` and `rate_limited`, whether or not there is
 * one. Guide 15, 19.
 */
export function signUp(input: SignUpInput, visit: Visit): Promise<void> {
  return inEvenTime(askForAccount(input, visit));
}

/** Sends the confirmation mail again, if an account is waiting for it; says nothing of whether one is. Throws `rate_limited`. */
export function resendConfirmation({ email }: EmailInput, visit: Visit): Promise<void> {
  return inEvenTime(mailConfirmation(email, visit));
}

/**
 * Opens a session in this browser, in the place of the one it had; `unconfirmed` is only said to somebody who knows the
 * password. Throws `unauthorized` alike for a wrong password and an unknown address, `rate_limited` alike for those and
 * for the right one, `forbidden` for whoever may not come in though the password is right. Guide 19.
 */
export function signIn(door: Door, input: SignInInput): Promise<'signed_in' | 'unconfirmed'> {
  return refuseInEvenTime(letIn(door, input));
}

/**
 * Ends the session of this browser and no other: from here on its token is worth nothing, though it has not expired. A
 * session that has ended already is no error. Throws `unavailable` when that could not be said to everybody. Guide 12.
 */
export async function signOut({ client, visit }: Pick<Door, 'client' | 'visit'>): Promise<void> {
  const session = await checkSession(client);
  try {
    if (session.state === 'valid') await SessionsService.endOwnSession(session.claims, visit);
  } catch (error) {
    throw databaseRefusalOf(error) ?? error;
  } finally {
    // Either of the two ends the session, should the other be away.
    await client.auth.signOut({ scope: 'local' });
  }
}

/** What the trail calls the way in by each kind of link. */
const LINKS: Record<ConfirmationInput['type'], SignInMethod> = {
  signup: 'confirmation',
  invite: 'confirmation',
  recovery: 'recovery',
  magiclink: 'magic_link',
  email: 'magic_link',
};

/**
 * Uses up the link of a mail and opens its session. Returns whose it is, or null where the auth server has opened none.
 * Throws `invalid` for a link that is used, expired or made up, `rate_limited` for too many of those. Guide 4, 19.
 */
export function confirmEmail(
  door: Door,
  { token_hash, type }: ConfirmationInput,
): Promise<SessionClaims | null> {
  const follow = async () => {
    const { data, error } = await door.client.auth.verifyOtp({ token_hash, type });
    if (error) throw refusalOf(error);
    return data.session;
  };
  return openSession(door, { kind: 'sign_in', method: LINKS[type] }, () =>
    withinLimit('link', '', door.visit, follow),
  );
}
