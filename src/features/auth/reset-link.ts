import { accountOf } from '~/features/security/account-of';
import { limit } from '~/features/security/limits';
import * as SecurityService from '~/features/security/security.service';
import { type Database, db } from '~/lib/data/system';
import type { Visit } from '~/lib/request/visit';
import { createAnonymousClient } from '~/lib/supabase/anonymous';
import { keepQuiet } from './keep-quiet';

/**
 * Has a link mailed with which a new password is chosen, and writes down that it was. Does the same for an address that
 * nobody has, where no mail comes of it. Throws `rate_limited`. Guide 19.
 */
export async function mailResetLink(email: string, visit: Visit, database: Database = db): Promise<void> {
  await limit('reset', email, visit);
  const userId = await accountOf(email, database);
  const { error } = await createAnonymousClient().auth.resetPasswordForEmail(email);
  if (error) return keepQuiet(error);
  await SecurityService.record({ kind: 'password_reset_requested', userId, actorId: null }, visit, database);
}
