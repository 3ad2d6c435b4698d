import { sql } from 'drizzle-orm';
import {
  check,
  index,
  inet,
  integer,
  jsonb,
  pgEnum,
  pgPolicy,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import { authenticatedRole, authUid, authUsers } from 'drizzle-orm/supabase';
import { timestamps } from '~/lib/db/columns';
import { liveSessionPolicy, systemPolicy } from '~/lib/db/policies';
import { USER_AGENT_MAX } from '~/lib/request/visit';
import type { EventDetails } from './security.details';

/** Everything that is written down about an account. */
export const securityEventEnum = pgEnum('security_event', [
  'sign_up',
  'sign_in',
  'sign_out',
  'new_device',
  'session_ended',
  'other_sessions_ended',
  'reauthenticated',
  'password_changed',
  'password_reset_requested',
  'password_reset',
  'email_change_requested',
  'email_changed',
  'access_refused',
  'limit_hit',
  'reported_not_me',
  'data_exported',
  'account_deleted',
  'role_changed',
  'account_suspended',
  'account_restored',
  'password_change_required',
]);

export const securityOutcomeEnum = pgEnum('security_outcome', ['succeeded', 'refused']);

/**
 * What happened to an account: who, what, when, from where, with what outcome. Append-only, for the app too: the trigger
 * `keep_security_events` lets a row change in one way, when its user goes and takes their name and whereabouts along.
 * Seed 001.
 */
export const securityEvents = pgTable(
  'security_events',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    occurredAt: timestamp('occurred_at', { withTimezone: true }).notNull(),
    kind: securityEventEnum('kind').notNull(),
    outcome: securityOutcomeEnum('outcome').notNull(),
    /** Whose account; empty for an address that has none, and once the account is gone. */
    userId: uuid('user_id').references(() => authUsers.id, { onDelete: 'set null' }),
    /** Who did it: the user, an administrator, or nobody who has signed in. */
    actorId: uuid('actor_id').references(() => authUsers.id, { onDelete: 'set null' }),
    sessionId: uuid('session_id'),
    address: inet('address'),
    userAgent: text('user_agent'),
    requestId: text('request_id'),
    /** A few plain words, such as the reason of a refusal. Never a password, a token or what somebody typed. */
    details: jsonb('details').$type<EventDetails>().notNull().default({}),
  },
  (event) => [
    index('security_events_user_id_occurred_at_id_idx').on(
      event.userId,
      event.occurredAt.desc().nullsFirst(),
      event.id.desc().nullsFirst(),
    ),
    index('security_events_kind_occurred_at_idx').on(event.kind, event.occurredAt.desc().nullsFirst()),
    index('security_events_actor_id_idx').on(event.actorId),
    check(
      'security_events_user_agent_short',
      sql`char_length(${event.userAgent}) <= ${sql.raw(String(USER_AGENT_MAX))}`,
    ),
    // What an administrator did stays out: their address and browser are none of the user's business. The page says the act.
    pgPolicy('security_events_read_own', {
      for: 'select',
      to: authenticatedRole,
      using: sql`${event.userId} = ${authUid} and coalesce(${event.actorId}, ${event.userId}) = ${authUid}`,
    }),
    liveSessionPolicy('security_events'),
    systemPolicy('security_events'),
  ],
);

/** A link "this wasn't me" that was mailed. The token is in the mail alone; here stands its SHA-256. Works once. */
export const securityReportLinks = pgTable(
  'security_report_links',
  {
    tokenHash: text('token_hash').primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => authUsers.id, { onDelete: 'cascade' }),
    /** What the mail was about. */
    kind: securityEventEnum('kind').notNull(),
    expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
    usedAt: timestamp('used_at', { withTimezone: true }),
    ...timestamps,
  },
  (link) => [
    index('security_report_links_user_id_idx').on(link.userId),
    index('security_report_links_expires_at_idx').on(link.expiresAt),
    systemPolicy('security_report_links'),
  ],
);

/** A browser that somebody has signed in with before, known by a cookie of its own. Here stands the cookie's SHA-256. */
export const knownDevices = pgTable(
  'known_devices',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => authUsers.id, { onDelete: 'cascade' }),
    deviceHash: text('device_hash').notNull(),
    lastSeenAt: timestamp('last_seen_at', { withTimezone: true }).notNull(),
    ...timestamps,
  },
  (device) => [primaryKey({ columns: [device.userId, device.deviceHash] }), systemPolicy('known_devices')],
);

/** How often something was tried, for rate-limiter-flexible: shared by all instances. A key is a hash, never an address. */
export const rateLimits = pgTable(
  'rate_limits',
  {
    key: text('key').primaryKey(),
    points: integer('points').notNull().default(0),
    expire: timestamp('expire', { withTimezone: true }),
    ...timestamps,
  },
  (limit) => [index('rate_limits_expire_idx').on(limit.expire), systemPolicy('rate_limits')],
);

export type SecurityEvent = typeof securityEvents.$inferSelect;
export type SecurityEventKind = (typeof securityEventEnum.enumValues)[number];
export type SecurityOutcome = (typeof securityOutcomeEnum.enumValues)[number];
