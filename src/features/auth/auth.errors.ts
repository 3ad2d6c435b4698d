import { type AuthError, isAuthSessionMissingError } from '@supabase/supabase-js';
import { AppError, type AppErrorCode } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';

type Refusal = {
  code: AppErrorCode;
  sentence: () => string;
  retryAfterSeconds?: number;
  /** It is about the password that was sent along. */
  ofPassword?: boolean;
};

const LINK_OVER: Refusal = { code: 'invalid', sentence: () => m.auth_link_over() };
const SIGN_IN_AGAIN: Refusal = { code: 'unauthorized', sentence: () => m.auth_login_session_expired() };
const TOO_OFTEN: Refusal = {
  code: 'rate_limited',
  sentence: () => m.auth_too_often(),
  retryAfterSeconds: 60,
};

/** What the auth server refuses, hosted or embedded, in our words. Its own sentences are English and may change. */
const REFUSALS = new Map<string | undefined, Refusal>(
  Object.entries({
    invalid_credentials: { code: 'unauthorized', sentence: () => m.auth_credentials_wrong() },
    user_banned: { code: 'forbidden', sentence: () => m.auth_account_locked() },
    signup_disabled: { code: 'forbidden', sentence: () => m.auth_signup_closed() },
    email_provider_disabled: { code: 'forbidden', sentence: () => m.auth_signup_closed() },
    email_address_invalid: { code: 'invalid', sentence: () => m.auth_email_invalid() },
    email_address_not_authorized: { code: 'invalid', sentence: () => m.auth_email_invalid() },
    validation_failed: { code: 'invalid', sentence: () => m.auth_not_accepted() },
    weak_password: { code: 'invalid', sentence: () => m.auth_password_weak(), ofPassword: true },
    same_password: { code: 'invalid', sentence: () => m.auth_password_same(), ofPassword: true },
    otp_expired: LINK_OVER,
    otp_disabled: LINK_OVER,
    bad_code_verifier: LINK_OVER,
    flow_state_expired: LINK_OVER,
    flow_state_not_found: LINK_OVER,
    pkce_code_verifier_not_found: LINK_OVER,
    reauthentication_needed: SIGN_IN_AGAIN,
    session_expired: SIGN_IN_AGAIN,
    session_not_found: SIGN_IN_AGAIN,
    over_email_send_rate_limit: TOO_OFTEN,
    over_request_rate_limit: TOO_OFTEN,
  }),
);

/**
 * What to throw for an error of the auth server: a refusal in words, at `passwordField` where it is about the new password,
 * or the error itself, which is then a bug.
 */
export function refusalOf(
  error: AuthError,
  { passwordField }: { passwordField?: string } = {},
): AppError | AuthError {
  // auth-js puts a nameless error of its own in the place of `session_not_found`.
  const refusal = REFUSALS.get(isAuthSessionMissingError(error) ? 'session_not_found' : error.code);
  if (!refusal) return error;
  const { code, sentence, retryAfterSeconds, ofPassword } = refusal;
  const field = ofPassword ? passwordField : undefined;
  return new AppError(code, sentence(), { cause: error, retryAfterSeconds, field });
}
