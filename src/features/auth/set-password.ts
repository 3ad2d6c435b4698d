import { eq } from 'drizzle-orm';
import { sendNotice } from '~/features/security/notices';
import * as SecurityService from '~/features/security/security.service';
import * as SessionsService from '~/features/sessions/sessions.service';
import type { SessionClaims } from '~/lib/data/claims';
import type { Database } from '~/lib/data/system';
import { refusalOf as databaseRefusalOf } from '~/lib/db/refusals';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import type { Visit } from '~/lib/request/visit';
import type { ServerClient } from '~/lib/supabase/server';
import { refusalOf } from './auth.errors';
import { profiles } from './auth.schema';
import { withdrawEmailChange } from './email-change.pending';
import { refuseLeaked } from './guessable.server';
import { refuseReused } from './password-history';

/** A new password of somebody who has proved who they are. */
export interface NewPassword {
  kind: 'password_changed' | 'password_reset';
  password: string;
  /** The field of the form that asks for it. */
  field: string;
  /** The session that stays. */
  claims: SessionClaims;
  client: ServerClient;
  visit: Visit;
}

/**
 * Sets it, and ends every other session. Those go first, so that no failure leaves one of them in beside the new password.
 * Whatever fails before the auth server has said yes leaves the old password, which its owner knows; afterwards it is the
 * new one. Throws `invalid` at the field, `unauthorized` when the session is over, `unavailable`. Guide 15.
 */
export async function setPassword(asked: NewPassword, database: Database): Promise<void> {
  const { client, visit, claims, password, field } = asked;
  await refuseReused(claims.sub, password, field, database);
  await refuseLeaked(password, field);
  await SessionsService.endOtherSessions(claims, visit, 'password_changed', database);
  const { error } = await client.auth.updateUser({ password });
  if (error) throw refusalOf(error, { passwordField: field });
  try {
    await database.transaction((tx) => finish(asked, tx));
  } catch (cause) {
    if (!databaseRefusalOf(cause)) throw cause;
    throw new AppError('unavailable', m.auth_password_unfinished(), { cause });
  }
}

/**
 * Nobody who came in with the old one meanwhile stays or takes the account elsewhere, nothing more is asked of its owner,
 * and they are told by mail.
 */
async function finish({ claims, visit, kind }: NewPassword, database: Database): Promise<void> {
  const { sub: userId, session_id: sessionId } = claims;
  await SessionsService.endOtherSessions(claims, visit, 'password_changed', database);
  await database
    .update(profiles)
    .set({ passwordMustChange: false, passwordMustReset: false })
    .where(eq(profiles.id, userId));
  await withdrawEmailChange(userId, database);
  await SecurityService.record({ kind, userId, sessionId }, visit, database);
  await sendNotice(kind, { userId, visit }, database);
}
