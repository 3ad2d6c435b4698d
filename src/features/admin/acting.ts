import { eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { isAdministrator } from '~/features/auth/administrator';
import { type Profile, profiles } from '~/features/auth/auth.schema';
import type { NoticeKind } from '~/features/security/notice-words';
import { sendNotice } from '~/features/security/notices';
import type { EventDetails } from '~/features/security/security.details';
import { record } from '~/features/security/security.service';
import type { Database, Transaction } from '~/lib/data/system';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import type { Actor } from '~/lib/request/actor';
import type { Visit } from '~/lib/request/visit';

/** An administrator, the user they mean, and the request they said it in. */
export interface Intent {
  actor: Actor;
  userId: string;
  visit: Visit;
}

/** What was done, for the trail and for the letter about it. */
interface Done {
  kind: NoticeKind | 'session_ended';
  details?: EventDetails;
}

/** Does it, and answers what was done; null when it was so already. */
type Act = (tx: Transaction, user: Profile) => Promise<Done | null>;

/** Throws `not_found` for an actor who was no administrator when the request came. Costs nothing. */
export function requireAdmin({ profile }: Actor): void {
  if (!isAdministrator(profile)) throw userMissing();
}

/**
 * Runs what an administrator does to another user, writes it down and tells them, in one transaction in which nobody can
 * change either of the two: whoever was demoted or suspended a moment ago does nothing any more. Throws `not_found` for them and for a
 * user who is not there, `conflict` for one's own account.
 */
export async function actOn({ actor, userId, visit }: Intent, act: Act, database: Database): Promise<void> {
  requireAdmin(actor);
  requireId(userId);
  if (userId === actor.id) throw new AppError('conflict', m.admin_own_account());
  await database.transaction(async (tx) => {
    // In the order of their ids, so that two administrators who act on each other wait instead of getting stuck.
    const locked = await tx
      .select()
      .from(profiles)
      .where(inArray(profiles.id, [actor.id, userId]))
      .orderBy(profiles.id)
      .for('no key update');
    const administrator = locked.find(({ id }) => id === actor.id);
    const user = locked.find(({ id }) => id === userId);
    if (!isAdministrator(administrator) || !user) throw userMissing();
    const done = await act(tx, user);
    if (!done) return;
    await record({ ...done, userId, actorId: actor.id, sessionId: actor.claims.session_id }, visit, tx);
    // Who has been signed out sees it, and may come back: no letter.
    if (done.kind !== 'session_ended') {
      await sendNotice(done.kind, { userId, visit, details: done.details }, tx);
    }
  });
}

/** Writes what is for administrators to say about an account. */
export async function writeStanding(
  tx: Transaction,
  userId: string,
  standing: Partial<Pick<Profile, 'role' | 'suspendedAt' | 'passwordMustChange'>>,
): Promise<void> {
  await tx.update(profiles).set(standing).where(eq(profiles.id, userId));
}

/** Throws `not_found` for what can be nobody's id, which Postgres would not take for one. */
export function requireId(userId: string): void {
  if (!z.guid().safeParse(userId).success) throw userMissing();
}

/** The same words for a user who is not there and for whoever may not look. */
export function userMissing(): AppError {
  return new AppError('not_found', m.admin_user_missing());
}
