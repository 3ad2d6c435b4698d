import { eq } from 'drizzle-orm';
import { accountOf } from '~/features/security/account-of';
import { withinLimit } from '~/features/security/limits';
import { sendNotice } from '~/features/security/notices';
import * as SecurityService from '~/features/security/security.service';
import * as SessionsService from '~/features/sessions/sessions.service';
import { type Database, db } from '~/lib/data/system';
import { refusalOf as databaseRefusalOf } from '~/lib/db/refusals';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import type { Visit } from '~/lib/request/visit';
import { createAnonymousClient } from '~/lib/supabase/anonymous';
import { refusalOf } from './auth.errors';
import type { EmailChangeLinkInput } from './auth.input';
import { findPendingBehind, type LinkedChange, withdrawEmailChange } from './email-change.pending';
import { emailChanges } from './email-change.schema';

/** What came of a link: the account has moved, or waits for the address that is named. */
export type Confirmed = { state: 'changed'; email: string } | { state: 'half'; missing: string };

/**
 * From where to where the link moves an account; uses nothing up. Throws `invalid` for a link that is used, replaced,
 * expired or made up, `rate_limited` for too many of those. Guide 16.
 */
export function findEmailChangeLink(
  { token_hash }: EmailChangeLinkInput,
  visit: Visit,
  database: Database = db,
): Promise<LinkedChange> {
  return withinLimit('link', '', visit, () => requireChange(token_hash, visit, database));
}

/**
 * Confirms the change at the address that the link was mailed to. The second of the two moves the account: every session
 * but the one that asked ends, and the address it had is told. Nobody is signed in by it. Throws as `findEmailChangeLink`,
 * `forbidden` for a suspended account, `unavailable`. Guide 16.
 */
export function confirmEmailChange(
  { token_hash }: EmailChangeLinkInput,
  visit: Visit,
  database: Database = db,
): Promise<Confirmed> {
  return withinLimit('link', '', visit, async () => {
    const change = await requireChange(token_hash, visit, database);
    const hasMoved = await useLink(token_hash);
    if (!hasMoved) return writeDownHalf(change, database);
    await writeDownMove(change, visit, database);
    return { state: 'changed', email: change.newEmail };
  });
}

async function requireChange(tokenHash: string, { now }: Visit, database: Database): Promise<LinkedChange> {
  const change = await findPendingBehind(tokenHash, now, database);
  // Somebody may have opened an account under the new address meanwhile.
  if (!change || (await accountOf(change.newEmail, database)))
    throw new AppError('invalid', m.auth_link_over());
  if (change.isSuspended) throw new AppError('forbidden', m.auth_account_locked());
  return change;
}

/** Whether that was the second. The auth server opens a session then, which nobody is given: a mail is not a way in here. */
async function useLink(token_hash: string): Promise<boolean> {
  const { auth } = createAnonymousClient();
  const { data, error } = await auth.verifyOtp({ token_hash, type: 'email_change' });
  if (error) throw refusalOf(error);
  if (!data.session) return false;
  // Should the auth server be away in this very moment, it ends with the others.
  await auth.signOut({ scope: 'local' }).catch(() => undefined);
  return true;
}

async function writeDownHalf(
  { userId, side, email, newEmail }: LinkedChange,
  database: Database,
): Promise<Confirmed> {
  await database.update(emailChanges).set({ confirmed: side }).where(eq(emailChanges.userId, userId));
  return { state: 'half', missing: side === 'current' ? newEmail : email };
}

async function writeDownMove(change: LinkedChange, visit: Visit, database: Database): Promise<void> {
  const { userId, sessionId, email } = change;
  const asking = { sub: userId, session_id: sessionId };
  try {
    await database.transaction(async (tx) => {
      await SessionsService.endOtherSessions(asking, visit, 'email_changed', tx);
      await withdrawEmailChange(userId, tx);
      await SecurityService.record({ kind: 'email_changed', userId }, visit, tx);
      await sendNotice('email_changed', { userId, visit, email }, tx);
    });
  } catch (cause) {
    if (!databaseRefusalOf(cause)) throw cause;
    throw new AppError('unavailable', m.auth_email_unfinished(), { cause });
  }
}
