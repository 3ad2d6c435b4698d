import { type Placeholder, type SQL, sql } from 'drizzle-orm';
import type { Database } from '~/lib/data/system';
import { USER_AGENT_MAX } from '~/lib/request/visit';
import { type SessionEnd, userSessions } from './sessions.schema';

/** The auth server's own sessions of a user, or the one that is asked for. */
export const authSessions = (userId: string | Placeholder, id: string | Placeholder | null = null) =>
  sql`private.auth_sessions(${userId}, ${id}) as auth_session`;

export const beganAt = sql`auth_session.began_at`.mapWith(userSessions.firstSeenAt);

/** Why, when and by whom; nobody is the app itself, by a limit. */
export interface End {
  reason: SessionEnd;
  now: Date;
  by: string | null;
}

/** Marks sessions of this user as ended; the trigger takes them out of the auth server. Answers how many were still open. */
export async function revoke(
  userId: string,
  which: SQL,
  { reason, now, by }: End,
  database: Database,
): Promise<number> {
  const ended = await database.execute(sql`
    insert into ${userSessions}
      (id, user_id, first_seen_at, last_seen_at, address, user_agent, revoked_at, revoked_by, revoked_reason)
    select auth_session.id, ${userId}, auth_session.began_at, auth_session.began_at, auth_session.address,
      left(auth_session.user_agent, ${USER_AGENT_MAX}::int), ${now.toISOString()}, ${by}, ${reason}
    from ${authSessions(userId)} where ${which}
    on conflict (id) do update
      set revoked_at = excluded.revoked_at, revoked_by = excluded.revoked_by, revoked_reason = excluded.revoked_reason
      where ${userSessions.userId} = excluded.user_id and ${userSessions.revokedAt} is null
    returning id`);
  return ended.length;
}
