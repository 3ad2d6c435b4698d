import type { AuthError } from '@supabase/supabase-js';
import { eq } from 'drizzle-orm';
import * as SessionsService from '~/features/sessions/sessions.service';
import type { VerifiedClaims } from '~/lib/data/claims';
import { type Database, db } from '~/lib/data/system';
import { refusalOf as databaseRefusalOf } from '~/lib/db/refusals';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import { log } from '~/lib/log.server';
import type { Actor } from '~/lib/request/actor';
import type { Visit } from '~/lib/request/visit';
import { createAnonymousClient } from '~/lib/supabase/anonymous';
import type { ServerClient } from '~/lib/supabase/server';
import { checkSession, claimsOf } from '~/lib/supabase/session';
import { refusalOf } from './auth.errors';
import type {
  ConfirmationInput,
  EmailInput,
  NewPasswordInput,
  ProfileInput,
  SignInInput,
  SignUpInput,
} from './auth.input';
import { type Profile, profiles } from './auth.schema';
import { inEvenTime, refuseInEvenTime } from './even-time';

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

/**
 * Changes what a user may change of their own profile. Written through the Data API as that user: the policies and
 * column grants decide, not this line. Throws `not_found` when there is no such row for them.
 */
export async function updateProfile(
  supabase: ServerClient,
  actor: Actor,
  input: ProfileInput,
): Promise<void> {
  const { data } = await supabase
    .from('profiles')
    .update({ full_name: input.fullName })
    .eq('id', actor.id)
    .select('id')
    .throwOnError();
  if (data.length === 0) throw new AppError('not_found', m.auth_profile_missing());
}

/**
 * Asks for an account; the auth server sends the mail that opens it. Does the same for an address that has an account.
 * Throws `invalid`, `forbidden` and `rate_limited` (by caller, never by address).
 */
export async function signUp({ email, password, fullName }: SignUpInput): Promise<void> {
  const { data, error } = await inEvenTime(
    createAnonymousClient().auth.signUp({ email, password, options: { data: { full_name: fullName } } }),
  );
  if (error) return keepQuiet(error);
  if (data.session) {
    throw new Error(
      'The auth server opens accounts without a mail: turn on "Confirm email" (auth.email.enable_confirmations).',
    );
  }
}

/** Sends the confirmation mail again, if an account is waiting for it; says nothing of whether one is. */
export async function resendConfirmation({ email }: EmailInput): Promise<void> {
  const { error } = await inEvenTime(createAnonymousClient().auth.resend({ type: 'signup', email }));
  if (error) keepQuiet(error);
}

/** Sends a link to choose a new password, if there is an account; says nothing of whether there is. */
export async function requestPasswordReset({ email }: EmailInput): Promise<void> {
  const { error } = await inEvenTime(createAnonymousClient().auth.resetPasswordForEmail(email));
  if (error) keepQuiet(error);
}

/**
 * Opens a session on this request's client; `unconfirmed` is only said to somebody who knows the password.
 * Throws `unauthorized` alike for a wrong password and an unknown address, `forbidden`, `rate_limited`.
 */
export function signIn(supabase: ServerClient, input: SignInInput): Promise<'signed_in' | 'unconfirmed'> {
  return refuseInEvenTime(letIn(supabase, input));
}

async function letIn(
  { auth }: ServerClient,
  { email, password }: SignInInput,
): Promise<'signed_in' | 'unconfirmed'> {
  const { error } = await auth.signInWithPassword({ email, password });
  if (!error) return 'signed_in';
  if (error.code === 'email_not_confirmed') return 'unconfirmed';
  throw refusalOf(error);
}

/**
 * Ends the session of this browser and no other: from here on its token is worth nothing, though it has not expired. A
 * session that has ended already is no error. Throws `unavailable` when that could not be said to everybody. Guide 12.
 */
export async function signOut(supabase: ServerClient): Promise<void> {
  const session = await checkSession(supabase);
  try {
    if (session.state === 'valid') await SessionsService.endOwnSession(session.claims);
  } catch (error) {
    throw databaseRefusalOf(error) ?? error;
  } finally {
    // Either of the two ends the session, should the other be away.
    await supabase.auth.signOut({ scope: 'local' });
  }
}

/**
 * Uses up the link of a mail and opens its session. Returns whose it is, or null where the auth server wants to hear
 * from a second mailbox first. Throws `invalid` for a link that is used, expired or made up. Guide 4.
 */
export async function confirmEmail(
  { auth }: ServerClient,
  { token_hash, type }: ConfirmationInput,
): Promise<VerifiedClaims | null> {
  const { data, error } = await auth.verifyOtp({ token_hash, type });
  if (error) throw refusalOf(error);
  return data.session && claimsOf(data.session.access_token);
}

/** Finishes a sign-in that began in this browser and went through another site (PKCE). Throws `invalid`. */
export async function exchangeCode({ auth }: ServerClient, code: string): Promise<void> {
  const { error } = await auth.exchangeCodeForSession(code);
  if (error) throw refusalOf(error);
}

/**
 * Sets a new password for the session that a recovery link has opened, and ends every other session first: whoever
 * knew the old password may be in one. Throws `invalid` for a password that is too weak or the old one, `unauthorized`
 * when the session is over.
 */
export async function resetPassword(
  supabase: ServerClient,
  { password }: NewPasswordInput,
  visit: Visit,
): Promise<void> {
  const session = await checkSession(supabase);
  if (session.state !== 'valid') throw new AppError('unauthorized', m.auth_login_session_expired());
  await SessionsService.endOtherSessions(session.claims, visit, 'password_changed');
  const { error } = await supabase.auth.updateUser({ password });
  if (error) throw refusalOf(error);
}

/** What would tell whether an address has an account. The person reads "check your mail"; the operator reads the log. */
const TELLING = new Set(['email_exists', 'over_email_send_rate_limit', 'user_already_exists']);

function keepQuiet(error: AuthError): void {
  if (!TELLING.has(error.code ?? '')) throw refusalOf(error);
  log.warn('auth.mail_not_sent', { code: error.code, reason: error.message });
}
