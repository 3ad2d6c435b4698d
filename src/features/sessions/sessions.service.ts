import { and, eq, getTableColumns, type SQL, sql } from 'drizzle-orm';
import { type Profile, profiles } from '~/features/auth/auth.schema';
import type { SessionClaims } from '~/lib/data/claims';
import { type Database, db } from '~/lib/data/system';
import { ENV } from '~/lib/env.server';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import type { Actor } from '~/lib/request/actor';
import { type Device, deviceOf } from './device';
import { SEEN_EVERY_MS, USER_AGENT_MAX } from './sessions.limits';
import { limitsAt, type SessionLimits } from './sessions.rules';
import { type SessionEnd, userSessions } from './sessions.schema';

/** Where a request came from and when, as it is written down beside the session. */
export interface Visit {
  now: Date;
  address: string | null;
  userAgent: string | null;
}

export type Recognised =
  | { state: 'live'; profile: Profile | null }
  | { state: 'ended'; reason: 'session_not_found' | 'session_revoked' | 'session_too_old' | 'session_idle' };

/** A session as its user sees it. */
export interface ListedSession extends Device {
  id: string;
  address: string | null;
  beganAt: Date;
  /** Null for a session that has never asked us for anything: its tokens are used elsewhere, or not at all. */
  lastSeenAt: Date | null;
  isCurrent: boolean;
}

const LIMITS: SessionLimits = { idleDays: ENV.SESSION_IDLE_DAYS, maxDays: ENV.SESSION_MAX_DAYS };

/** More than anybody reads; the newest come first. */
const LIST_MAX = 100;

/** The auth server's own sessions of a user, or the one that is asked for. */
const authSessions = (userId: string, id: string | null = null) =>
  sql`private.auth_sessions(${userId}, ${id}) as auth_session`;
const beganAt = sql`auth_session.began_at`.mapWith(userSessions.firstSeenAt);

/**
 * Is the session of these verified claims still one that may be used? The guard's one statement: it answers the state of the
 * session and the user's profile, and writes when and from where the session was last seen, once a minute at most. A
 * session past its limits is ended for good, which costs a second one. Guide 12.
 */
export async function recogniseSession(
  claims: SessionClaims,
  visit: Visit,
  { limits = LIMITS, database = db }: { limits?: SessionLimits; database?: Database } = {},
): Promise<Recognised> {
  const { session_id: id, sub: userId } = claims;
  const { seenAfter, begunAfter } = limitsAt(visit.now, limits);
  const seen = database.$with('seen', {}).as(writeSeen(claims, visit, limits));
  const [found] = await database
    .with(seen)
    .select({
      beganAt,
      lastSeenAt: userSessions.lastSeenAt,
      revokedAt: userSessions.revokedAt,
      profile: getTableColumns(profiles),
    })
    .from(authSessions(userId, id))
    .leftJoin(userSessions, and(eq(userSessions.id, id), eq(userSessions.userId, userId)))
    .leftJoin(profiles, eq(profiles.id, userId));

  if (!found) return { state: 'ended', reason: 'session_not_found' };
  if (found.revokedAt) return { state: 'ended', reason: 'session_revoked' };
  const isTooOld = found.beganAt <= begunAfter;
  const isIdle = found.lastSeenAt !== null && found.lastSeenAt <= seenAfter;
  if (!isTooOld && !isIdle) return { state: 'live', profile: found.profile };
  await revoke(
    claims,
    sql`auth_session.id = ${id}`,
    { reason: 'expired', now: visit.now, by: null },
    database,
  );
  return { state: 'ended', reason: isTooOld ? 'session_too_old' : 'session_idle' };
}

/** The sessions that can still be used, the one that asks first, then the last seen. Guide 12. */
export async function listSessions(
  { id: userId, claims }: Actor,
  now = new Date(),
  database: Database = db,
): Promise<ListedSession[]> {
  const { seenAfter, begunAfter } = limitsAt(now, LIMITS);
  const isCurrent = sql<boolean>`auth_session.id = ${claims.session_id}`;
  const rows = await database
    .select({
      id: sql<string>`auth_session.id`,
      beganAt,
      lastSeenAt: userSessions.lastSeenAt,
      address: sql<string | null>`host(coalesce(${userSessions.address}, auth_session.address))`,
      userAgent: sql<string | null>`coalesce(${userSessions.userAgent}, auth_session.user_agent)`,
      isCurrent,
    })
    .from(authSessions(userId))
    .leftJoin(userSessions, eq(userSessions.id, sql`auth_session.id`))
    .where(
      sql`${userSessions.revokedAt} is null and auth_session.began_at > ${begunAfter.toISOString()}
        and (${userSessions.lastSeenAt} is null or ${userSessions.lastSeenAt} > ${seenAfter.toISOString()})`,
    )
    .orderBy(sql`${isCurrent} desc, coalesce(${userSessions.lastSeenAt}, auth_session.began_at) desc`)
    .limit(LIST_MAX);
  return rows.map(({ userAgent, ...row }) => ({ ...row, ...deviceOf(userAgent) }));
}

/**
 * Ends one of the actor's other sessions: its next request is refused, whatever its token says. Throws `not_found` for a
 * session that is over or another user's, `conflict` for the one that asks: that is what signing out is for. Guide 12.
 */
export async function endSession({ claims }: Actor, id: string, database: Database = db): Promise<void> {
  if (id === claims.session_id) throw new AppError('conflict', m.sessions_end_is_current());
  const end = { reason: 'ended_elsewhere', now: new Date(), by: claims.sub } as const;
  const ended = await revoke(claims, sql`auth_session.id = ${id}`, end, database);
  if (ended === 0) throw new AppError('not_found', m.sessions_end_missing());
}

/** Ends every session of the user but the one that asks. Answers how many there were. Guide 12. */
export function endOtherSessions(
  claims: SessionClaims,
  reason: SessionEnd = 'ended_elsewhere',
  database: Database = db,
): Promise<number> {
  const others = sql`auth_session.id <> ${claims.session_id}`;
  return revoke(claims, others, { reason, now: new Date(), by: claims.sub }, database);
}

/** Ends the session that asks, by its user's wish. One that is over is no error. Guide 12. */
export async function endOwnSession(claims: SessionClaims, database: Database = db): Promise<void> {
  const own = sql`auth_session.id = ${claims.session_id}`;
  await revoke(claims, own, { reason: 'signed_out', now: new Date(), by: claims.sub }, database);
}

/**
 * The write of `recogniseSession`. A session in use is found in step by the first condition and costs no write and no
 * lock; one that is over is left as it was. Of two at once the second sees what the first wrote, and does nothing.
 */
function writeSeen({ session_id: id, sub: userId }: SessionClaims, visit: Visit, limits: SessionLimits): SQL {
  const { seenAfter, begunAfter } = limitsAt(visit.now, limits);
  const inStep = new Date(visit.now.getTime() - SEEN_EVERY_MS);
  const { now, address, userAgent } = { ...visit, now: visit.now.toISOString() };
  return sql`
    insert into ${userSessions} (id, user_id, first_seen_at, last_seen_at, address, user_agent)
    select auth_session.id, ${userId}, auth_session.began_at, greatest(${now}::timestamptz, auth_session.began_at),
      ${address}::inet, left(${userAgent}::text, ${USER_AGENT_MAX}::int)
    from ${authSessions(userId, id)}
    where auth_session.began_at > ${begunAfter.toISOString()} and not exists (
      select from ${userSessions} where ${userSessions.id} = ${id} and (
        ${userSessions.lastSeenAt} > ${inStep.toISOString()} or ${userSessions.lastSeenAt} <= ${seenAfter.toISOString()}
        or ${userSessions.revokedAt} is not null))
    on conflict (id) do update
      set last_seen_at = excluded.last_seen_at, address = excluded.address, user_agent = excluded.user_agent
      where ${userSessions.userId} = excluded.user_id and ${userSessions.revokedAt} is null
        and ${userSessions.lastSeenAt} <= ${inStep.toISOString()}`;
}

/** Marks sessions of this user as ended; the trigger takes them out of the auth server. Answers how many were still open. */
async function revoke(
  { sub: userId }: SessionClaims,
  which: SQL,
  { reason, now, by }: { reason: SessionEnd; now: Date; by: string | null },
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
