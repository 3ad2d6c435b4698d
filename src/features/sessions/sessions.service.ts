import { count, eq, sql } from 'drizzle-orm';
import { record } from '~/features/security/security.service';
import type { SessionClaims } from '~/lib/data/claims';
import { type Database, db } from '~/lib/data/system';
import { written } from '~/lib/db/written';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import type { Actor } from '~/lib/request/actor';
import type { Visit } from '~/lib/request/visit';
import { type Device, deviceOf } from './device';
import { LIMITS } from './limits.server';
import { authSessions, beganAt, type End, revoke } from './revoke';
import { limitsAt } from './sessions.rules';
import { userSessions } from './sessions.schema';

/** A session as its user sees it. */
export interface ListedSession extends Device {
  id: string;
  address: string | null;
  beganAt: Date;
  /** Null for a session that has never asked us for anything: its tokens are used elsewhere, or not at all. */
  lastSeenAt: Date | null;
  isCurrent: boolean;
}

/** More than anybody reads; the newest come first. */
const LIST_MAX = 100;

/** The sessions that can still be used, the one that asks first, then the last seen. Guide 12. */
export async function listSessions(
  { id: userId, claims }: Actor,
  now = new Date(),
  database: Database = db,
): Promise<ListedSession[]> {
  const rows = await listing(database).execute({ userId, current: claims.session_id, ...boundsAt(now) });
  return rows.map(({ userAgent, ...row }) => ({ ...row, ...deviceOf(userAgent) }));
}

const listing = written((database: Database) => {
  const isCurrent = sql<boolean>`auth_session.id = ${sql.placeholder('current')}`;
  return database
    .select({
      id: sql<string>`auth_session.id`,
      beganAt,
      lastSeenAt: userSessions.lastSeenAt,
      address: sql<string | null>`host(coalesce(${userSessions.address}, auth_session.address))`,
      userAgent: sql<string | null>`coalesce(${userSessions.userAgent}, auth_session.user_agent)`,
      isCurrent,
    })
    .from(authSessions(sql.placeholder('userId')))
    .leftJoin(userSessions, eq(userSessions.id, sql`auth_session.id`))
    .where(canBeUsed)
    .orderBy(sql`${isCurrent} desc, coalesce(${userSessions.lastSeenAt}, auth_session.began_at) desc`)
    .limit(LIST_MAX)
    .prepare('listing');
});

/** How many sessions can still be used, the one that asks among them, however many are listed. Guide 12. */
export async function countSessions(
  { id: userId }: Actor,
  now = new Date(),
  database: Database = db,
): Promise<number> {
  const [counted] = await counting(database).execute({ userId, ...boundsAt(now) });
  return counted?.sessions ?? 0;
}

const counting = written((database: Database) =>
  database
    .select({ sessions: count() })
    .from(authSessions(sql.placeholder('userId')))
    .leftJoin(userSessions, eq(userSessions.id, sql`auth_session.id`))
    .where(canBeUsed)
    .prepare('counting'),
);

/** Not ended, and within both limits. */
const canBeUsed = sql`${userSessions.revokedAt} is null and auth_session.began_at > ${sql.placeholder('begunAfter')}
  and (${userSessions.lastSeenAt} is null or ${userSessions.lastSeenAt} > ${sql.placeholder('seenAfter')})`;

function boundsAt(now: Date) {
  const { seenAfter, begunAfter } = limitsAt(now, LIMITS);
  return { seenAfter: seenAfter.toISOString(), begunAfter: begunAfter.toISOString() };
}

/**
 * Ends one of the actor's other sessions: its next request is refused, whatever its token says. Throws `not_found` for a
 * session that is over or another user's, `conflict` for the one that asks: that is what signing out is for. Guide 12.
 */
export async function endSession(
  { claims }: Actor,
  id: string,
  visit: Visit,
  database: Database = db,
): Promise<void> {
  if (id === claims.session_id) throw new AppError('conflict', m.sessions_end_is_current());
  const end = { reason: 'ended_elsewhere', now: visit.now, by: claims.sub } as const;
  await database.transaction(async (tx) => {
    const ended = await revoke(claims.sub, sql`auth_session.id = ${id}`, end, tx);
    if (ended === 0) throw new AppError('not_found', m.sessions_end_missing());
    await record({ kind: 'session_ended', ...whoAsks(claims) }, visit, tx);
  });
}

/**
 * Ends every session of the user but the one that asks or has asked, and writes it down where there were any. Answers how many there
 * were. Guide 12.
 */
export async function endOtherSessions(
  claims: Pick<SessionClaims, 'sub' | 'session_id'>,
  visit: Visit,
  reason: 'ended_elsewhere' | 'password_changed' | 'email_changed' = 'ended_elsewhere',
  database: Database = db,
): Promise<number> {
  const others = sql`auth_session.id <> ${claims.session_id}`;
  return database.transaction(async (tx) => {
    const count = await revoke(claims.sub, others, { reason, now: visit.now, by: claims.sub }, tx);
    const details = { reason, count };
    if (count > 0) await record({ kind: 'other_sessions_ended', ...whoAsks(claims), details }, visit, tx);
    return count;
  });
}

const whoAsks = ({ sub, session_id }: Pick<SessionClaims, 'sub' | 'session_id'>) => ({
  userId: sub,
  sessionId: session_id,
});

/** Ends the session that asks, by its user's wish, and writes it down. One that is over is no error. Guide 12. */
export async function endOwnSession(
  claims: SessionClaims,
  visit: Visit,
  database: Database = db,
): Promise<void> {
  const own = sql`auth_session.id = ${claims.session_id}`;
  const end = { reason: 'signed_out', now: visit.now, by: claims.sub } as const;
  await database.transaction(async (tx) => {
    const ended = await revoke(claims.sub, own, end, tx);
    if (ended > 0) await record({ kind: 'sign_out', ...whoAsks(claims) }, visit, tx);
  });
}

/**
 * Ends the session that a browser had before it signed in again: two would be open in it, and one of them forgotten.
 * One that is over is no error. Guide 12.
 */
export async function replaceSession(
  { sub: userId, session_id: id }: SessionClaims,
  { now }: Visit,
  database: Database = db,
): Promise<void> {
  await revoke(userId, sql`auth_session.id = ${id}`, { reason: 'replaced', now, by: userId }, database);
}

/**
 * Ends every session of a user, whoever asks. Answers how many there were. The token of each is worth nothing from here
 * on. Guide 12.
 */
export function endAllSessions(userId: string, end: End, database: Database = db): Promise<number> {
  return revoke(userId, sql`true`, end, database);
}
