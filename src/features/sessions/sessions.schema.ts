import { sql } from 'drizzle-orm';
import { check, index, inet, pgEnum, pgPolicy, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { authenticatedRole, authUid, authUsers } from 'drizzle-orm/supabase';
import { timestamps } from '~/lib/db/columns';
import { liveSessionPolicy, systemPolicy } from '~/lib/db/policies';
import { USER_AGENT_MAX } from '~/lib/request/visit';

/** Why a session ended before its time. */
export const sessionEndEnum = pgEnum('session_end', [
  'signed_out',
  'ended_elsewhere',
  'password_changed',
  'email_changed',
  'expired',
  // The same browser has signed in again.
  'replaced',
  // "This wasn't me".
  'reported',
  'suspended',
  'ended_by_admin',
]);

/**
 * What the app has seen of a session of the auth server, one row a session. A row that says it is revoked takes the
 * session out of the auth server too, by the trigger `end_auth_session`: no refresh, no Data API. Guide 12.
 */
export const userSessions = pgTable(
  'user_sessions',
  {
    /** The `session_id` of the tokens, which stays the same when they are refreshed. */
    id: uuid('id').primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => authUsers.id, { onDelete: 'cascade' }),
    /** When the auth server opened it. */
    firstSeenAt: timestamp('first_seen_at', { withTimezone: true }).notNull(),
    /** Written once a minute at most. */
    lastSeenAt: timestamp('last_seen_at', { withTimezone: true }).notNull(),
    address: inet('address'),
    userAgent: text('user_agent'),
    revokedAt: timestamp('revoked_at', { withTimezone: true }),
    /** The user who did; empty when the app did, by a limit. */
    revokedBy: uuid('revoked_by').references(() => authUsers.id, { onDelete: 'set null' }),
    revokedReason: sessionEndEnum('revoked_reason'),
    ...timestamps,
  },
  (session) => [
    index('user_sessions_user_id_last_seen_at_idx').on(session.userId, session.lastSeenAt.desc()),
    index('user_sessions_revoked_by_idx').on(session.revokedBy),
    check(
      'user_sessions_revoked_has_reason',
      sql`(${session.revokedAt} is null) = (${session.revokedReason} is null)`,
    ),
    check('user_sessions_seen_in_order', sql`${session.firstSeenAt} <= ${session.lastSeenAt}`),
    check(
      'user_sessions_user_agent_short',
      sql`char_length(${session.userAgent}) <= ${sql.raw(String(USER_AGENT_MAX))}`,
    ),
    pgPolicy('user_sessions_read_own', {
      for: 'select',
      to: authenticatedRole,
      using: sql`${session.userId} = ${authUid}`,
    }),
    liveSessionPolicy('user_sessions'),
    systemPolicy('user_sessions'),
  ],
);

export type UserSession = typeof userSessions.$inferSelect;
export type SessionEnd = (typeof sessionEndEnum.enumValues)[number];
