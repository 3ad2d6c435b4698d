import type { AuthError, Session } from '@supabase/supabase-js';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import { createAnonymousClient } from '~/lib/supabase/anonymous';
import type { ServerClient } from '~/lib/supabase/server';
import { refusalOf } from './auth.errors';

/** What the auth server says of a code that is wrong, used or too old, or that can be none. */
const WRONG = new Set(['otp_expired', 'validation_failed']);

/** Asks for the mail that holds a link and a code. No account is made for an address that has none: that is an error. */
export async function mailCodeTo(email: string): Promise<AuthError | null> {
  const options = { shouldCreateUser: false };
  const { error } = await createAnonymousClient().auth.signInWithOtp({ email, options });
  return error;
}

/** Trades the code of a mail for a session on this client. Throws `invalid` for a wrong one, and what `refusalOf` knows. */
export async function sessionForCode(
  { auth }: ServerClient,
  email: string,
  token: string,
): Promise<Session | null> {
  const { data, error } = await auth.verifyOtp({ email, token, type: 'email' });
  if (error && WRONG.has(error.code ?? '')) {
    throw new AppError('invalid', m.auth_code_wrong(), { cause: error, field: 'code' });
  }
  if (error) throw refusalOf(error);
  return data.session;
}
