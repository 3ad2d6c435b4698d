import { and, eq, getTableColumns, type SQL, sql } from 'drizzle-orm';
import { type Profile, profiles } from '~/features/auth/auth.schema';
import type { SessionClaims } from '~/lib/data/claims';
import { type Database, db } from '~/lib/data/system';
import { written } from '~/lib/db/written';
import { USER_AGENT_MAX, type Visit } from '~/lib/request/visit';
import { LIMITS } from './limits.server';
import { authSessions, beganAt, revoke } from './revoke';
import { SEEN_EVERY_MS } from './sessions.limits';
import { limitsAt, type SessionLimits } from './sessions.rules';
import { userSessions } from './sessions.schema';

export type Recognised =
  | { state: 'live'; profile: Profile | null; beganAt: Date }
  | { state: 'ended'; reason: EndedReason };

export type EndedReason =
  | 'session_not_found'
  | 'session_revoked'
  | 'session_too_old'
  | 'session_idle'
  | 'account_suspended';

/**
 * Is the session of these verified claims still one that may be used? The guard's one statement: it answers the state of the
 * session and the user's profile, and writes when and from where the session was last seen, once a minute at most. A
 * session past its limits is ended for good, which costs a second one. The sessions of a suspended user are none. Guide 12.
 */
export async function recogniseSession(
  claims: SessionClaims,
  visit: Visit,
  { limits = LIMITS, database = db }: { limits?: SessionLimits; database?: Database } = {},
): Promise<Recognised> {
  const { session_id: id, sub: userId } = claims;
  const { seenAfter, begunAfter } = limitsAt(visit.now, limits);
  const { now, address, userAgent } = visit;
  const [found] = await recognition(database).execute({
    id,
    userId,
    address,
    userAgent,
    now: now.toISOString(),
    inStep: new Date(now.getTime() - SEEN_EVERY_MS).toISOString(),
    seenAfter: seenAfter.toISOString(),
    begunAfter: begunAfter.toISOString(),
  });

  if (!found) return { state: 'ended', reason: 'session_not_found' };
  if (found.profile?.suspendedAt) return { state: 'ended', reason: 'account_suspended' };
  if (found.revokedAt) return { state: 'ended', reason: 'session_revoked' };
  const isTooOld = found.beganAt <= begunAfter;
  const isIdle = found.lastSeenAt !== null && found.lastSeenAt <= seenAfter;
  if (!isTooOld && !isIdle) return { state: 'live', profile: found.profile, beganAt: found.beganAt };
  const expired = { reason: 'expired', now: visit.now, by: null } as const;
  await revoke(userId, sql`auth_session.id = ${id}`, expired, database);
  return { state: 'ended', reason: isTooOld ? 'session_too_old' : 'session_idle' };
}

const [id, userId] = [sql.placeholder('id'), sql.placeholder('userId')];

const recognition = written((database: Database) =>
  database
    .with(database.$with('seen', {}).as(writeSeen()))
    .select({
      beganAt,
      lastSeenAt: userSessions.lastSeenAt,
      revokedAt: userSessions.revokedAt,
      profile: getTableColumns(profiles),
    })
    .from(authSessions(userId, id))
    .leftJoin(userSessions, and(eq(userSessions.id, id), eq(userSessions.userId, userId)))
    .leftJoin(profiles, eq(profiles.id, userId))
    .prepare('recognition'),
);

/**
 * The write of `recogniseSession`. A session in use is found in step by the first condition and costs no write and no
 * lock; one that is over is left as it was. Of two at once the second sees what the first wrote, and does nothing.
 */
function writeSeen(): SQL {
  const [now, inStep] = [sql.placeholder('now'), sql.placeholder('inStep')];
  return sql`
    insert into ${userSessions} (id, user_id, first_seen_at, last_seen_at, address, user_agent)
    select auth_session.id, ${userId}, auth_session.began_at, greatest(${now}::timestamptz, auth_session.began_at),
      ${sql.placeholder('address')}::inet, left(${sql.placeholder('userAgent')}::text, ${USER_AGENT_MAX}::int)
    from ${authSessions(userId, id)}
    where auth_session.began_at > ${sql.placeholder('begunAfter')} and not exists (
      select from ${userSessions} where ${userSessions.id} = ${id} and (
        ${userSessions.lastSeenAt} > ${inStep} or ${userSessions.lastSeenAt} <= ${sql.placeholder('seenAfter')}
        or ${userSessions.revokedAt} is not null))
    on conflict (id) do update
      set last_seen_at = excluded.last_seen_at, address = excluded.address, user_agent = excluded.user_agent
      where ${userSessions.userId} = excluded.user_id and ${userSessions.revokedAt} is null
        and ${userSessions.lastSeenAt} <= ${inStep}`;
}
