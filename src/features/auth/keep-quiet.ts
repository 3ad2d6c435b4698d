import type { AuthError } from '@supabase/supabase-js';
import { log } from '~/lib/log.server';
import { refusalOf } from './auth.errors';

/** What would tell whether an address has an account. The person reads "check your mail"; the operator reads the log. */
const TELLING = new Set([
  'email_exists',
  'otp_disabled',
  'over_email_send_rate_limit',
  'user_already_exists',
]);

/** Says nothing of a refusal that tells about an address. Throws any other in our words. */
export function keepQuiet(error: AuthError): void {
  if (!TELLING.has(error.code ?? '')) throw refusalOf(error);
  log.warn('auth.mail_not_sent', { code: error.code, reason: error.message });
}
