import { limit } from '~/features/security/limits';
import { sendNotice } from '~/features/security/notices';
import * as SecurityService from '~/features/security/security.service';
import { type Database, db } from '~/lib/data/system';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import type { Actor } from '~/lib/request/actor';
import { createAnonymousClient } from '~/lib/supabase/anonymous';
import type { ServerClient } from '~/lib/supabase/server';
import { refusalOf } from './auth.errors';
import type { EmailInput } from './auth.input';
import type { Door } from './door';
import { findPending } from './email-change.pending';
import { type EmailChange, emailChanges } from './email-change.schema';
import { inEvenTime } from './even-time';
import { keepQuiet } from './keep-quiet';

/** A change that waits, as its user sees it. */
export type PendingEmailChange = Pick<EmailChange, 'newEmail' | 'requestedAt' | 'confirmed'>;

/** What the actor has asked for and both addresses have not confirmed yet; null for nothing. Guide 16. */
export function findEmailChange(
  { id }: Pick<Actor, 'id'>,
  now = new Date(),
  database: Database = db,
): Promise<PendingEmailChange | null> {
  return findPending(id, now, database);
}

/**
 * Has a link mailed to both addresses, the actor's and the new one: the account moves when both have been followed. Says and
 * keeps the same for an address that somebody has, where no link comes of it. The current address is told. Throws `invalid`
 * at `email` for the actor's own, `unauthorized` when the session is over, `rate_limited`. Guide 16.
 */
export async function requestEmailChange(
  door: Pick<Door, 'client' | 'visit'>,
  actor: Actor,
  { email }: EmailInput,
  database: Database = db,
): Promise<void> {
  if (email === actor.email) throw new AppError('invalid', m.auth_email_same(), { field: 'email' });
  await inEvenTime(ask(door, actor, email, database));
}

async function ask(
  { client, visit }: Pick<Door, 'client' | 'visit'>,
  { id: userId, claims }: Actor,
  newEmail: string,
  database: Database,
): Promise<void> {
  await limit('email_change', userId, visit);
  await mailLinks(client, newEmail);
  const { session_id: sessionId } = claims;
  const asked = { newEmail, sessionId, requestedAt: visit.now, confirmed: null };
  await database.transaction(async (tx) => {
    await tx
      .insert(emailChanges)
      .values({ userId, ...asked })
      .onConflictDoUpdate({ target: emailChanges.userId, set: asked });
    await SecurityService.record({ kind: 'email_change_requested', userId, sessionId }, visit, tx);
    await sendNotice('email_change_requested', { userId, visit }, tx);
  });
}

/**
 * In the name of the session, on a client without cookies: the request's own would leave others after a refusal than after
 * a success. The guard has refreshed the session a moment ago, so this client does not.
 */
async function mailLinks({ auth }: ServerClient, email: string): Promise<void> {
  const { data } = await auth.getSession();
  if (!data.session) throw new AppError('unauthorized', m.auth_login_session_expired());
  const client = createAnonymousClient();
  const { error } = await client.auth.setSession(data.session);
  if (error) throw refusalOf(error);
  const asked = await client.auth.updateUser({ email });
  if (asked.error) keepQuiet(asked.error);
}
