import { eq } from 'drizzle-orm';
import type { EventReason } from '~/features/security/security.details';
import * as SecurityService from '~/features/security/security.service';
import type { SessionClaims } from '~/lib/data/claims';
import type { Database } from '~/lib/data/system';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import type { Visit } from '~/lib/request/visit';
import { profiles } from './auth.schema';
import type { Opening } from './door';
import { mailResetLink } from './reset-link';

/** By these somebody has shown no more than what another person may have, too. Every other way went through their mailbox. */
const NO_MAILBOX: ReadonlySet<Opening['method']> = new Set(['password', 'oauth']);

/** The refusal of somebody who has proved who they are. */
export class Unwelcome extends AppError {
  constructor(
    readonly reason: 'account_suspended' | 'password_must_reset',
    sentence: string,
  ) {
    super('forbidden', sentence);
  }
}

/**
 * Refuses whoever may not come in although they have proved who they are, and writes it down: a suspended user, and one whose
 * password somebody else may know, who comes by no mail; a link to replace it is mailed. Throws `Unwelcome`, or `rate_limited`
 * where that link has been mailed too often. Only who has proved who they are is told any of this. Answers whether a new
 * password is the first that is wanted of them. Guide 16, 19.
 */
export async function refuseUnwelcome(
  { sub: userId, session_id: sessionId }: SessionClaims,
  { kind, method }: Opening,
  visit: Visit,
  database: Database,
): Promise<{ mustReset: boolean }> {
  const writeDown = (reason: EventReason) =>
    SecurityService.record(
      { kind, outcome: 'refused', userId, sessionId, details: { reason, method } },
      visit,
      database,
    );
  const [profile] = await database.select().from(profiles).where(eq(profiles.id, userId));
  if (profile?.suspendedAt) {
    await writeDown('account_suspended');
    throw new Unwelcome('account_suspended', m.auth_account_locked());
  }
  if (profile?.passwordMustReset && NO_MAILBOX.has(method)) {
    await writeDown('password_must_reset');
    await mailResetLink(profile.email, visit, database);
    throw new Unwelcome('password_must_reset', m.auth_password_must_reset());
  }
  return { mustReset: profile?.passwordMustReset ?? false };
}
