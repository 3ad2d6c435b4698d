import { and, eq, gt, type SQL, sql } from 'drizzle-orm';
import type { Database } from '~/lib/data/system';
import { EMAIL_CHANGE_MINUTES } from './auth.limits';
import { profiles } from './auth.schema';
import { emailChanges, type Side } from './email-change.schema';

/** What a mailed link is about. */
export interface LinkedChange {
  userId: string;
  sessionId: string;
  email: string;
  newEmail: string;
  /** Whose mailbox it came to. */
  side: Side;
  isSuspended: boolean;
}

/** What is under way for this user; null where there is nothing, or nothing any more. */
export async function findPending(userId: string, now: Date, database: Database) {
  const [found] = await database
    .select({
      newEmail: emailChanges.newEmail,
      requestedAt: emailChanges.requestedAt,
      confirmed: emailChanges.confirmed,
    })
    .from(emailChanges)
    .where(and(eq(emailChanges.userId, userId), isPending(now)));
  return found ?? null;
}

/** The change that the link with this token confirms: as the auth server knows it, and as its user still wants it. */
export async function findPendingBehind(
  tokenHash: string,
  now: Date,
  database: Database,
): Promise<LinkedChange | null> {
  const link = sql`private.email_change_behind(${tokenHash}) as link`;
  const [found] = await database
    .select({
      userId: emailChanges.userId,
      sessionId: emailChanges.sessionId,
      email: sql<string>`link.email`,
      newEmail: emailChanges.newEmail,
      side: sql<Side>`link.side`,
      isSuspended: sql<boolean>`${profiles.suspendedAt} is not null`,
    })
    .from(link)
    .innerJoin(
      emailChanges,
      sql`${emailChanges.userId} = link.user_id and ${emailChanges.newEmail} = link.new_email`,
    )
    .innerJoin(profiles, eq(profiles.id, emailChanges.userId))
    .where(isPending(now));
  return found ?? null;
}

/** From here on its links are worth nothing: who has the account back wants none of what somebody else has asked for. */
export async function withdrawEmailChange(userId: string, database: Database): Promise<void> {
  await database.delete(emailChanges).where(eq(emailChanges.userId, userId));
}

function isPending(now: Date): SQL {
  return gt(emailChanges.requestedAt, new Date(now.getTime() - EMAIL_CHANGE_MINUTES * 60_000));
}
