import { eq } from 'drizzle-orm';
import type { EventReason } from '~/features/security/security.details';
import * as SecurityService from '~/features/security/security.service';
import type { SessionClaims } from '~/lib/data/claims';
import type { Database } from '~/lib/data/system';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import type { Visit } from '~/lib/request/visit';
import { profiles } from './auth.schema';
import type { Opening } from './open-session';
import { mailResetLink } from './reset-link';

/**
 * Refuses whoever may not come in although they have proved who they are, and writes it down: a suspended user, and a
 * password that somebody else may know; a link to replace that one is mailed. Throws `forbidden`, or `rate_limited` where
 * that link has been mailed too often. Only who has the right password, code or link is told any of this. Guide 19.
 */
export async function refuseUnwelcome(
  { sub: userId, session_id: sessionId }: SessionClaims,
  { kind, method }: Opening,
  visit: Visit,
  database: Database,
): Promise<void> {
  const writeDown = (reason: EventReason) =>
    SecurityService.record(
      { kind, outcome: 'refused', userId, sessionId, details: { reason, method } },
      visit,
      database,
    );
  const [profile] = await database.select().from(profiles).where(eq(profiles.id, userId));
  if (profile?.suspendedAt) {
    await writeDown('account_suspended');
    throw new AppError('forbidden', m.auth_account_locked());
  }
  // By any other way they have shown that their mailbox is theirs.
  if (profile?.passwordMustReset && method === 'password') {
    await writeDown('password_must_reset');
    await mailResetLink(profile.email, visit, database);
    throw new AppError('forbidden', m.auth_password_must_reset());
  }
}
