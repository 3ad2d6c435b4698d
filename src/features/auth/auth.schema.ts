import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  boolean,
  check,
  index,
  pgEnum,
  pgPolicy,
  pgTable,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import { authenticatedRole, authUid, authUsers } from 'drizzle-orm/supabase';
import { timestamps } from '~/lib/db/columns';
import { liveSessionPolicy, systemPolicy } from '~/lib/db/policies';
import { themes } from '~/lib/theme';
import { FULL_NAME_MAX, TIME_ZONE_MAX } from './auth.limits';

/** The languages of the app. Written down here too, because the schema is read where no message has been compiled yet. */
const LOCALES = ['en', 'es'] as const;

export const roleEnum = pgEnum('user_role', ['admin', 'user']);

/**
 * What the app knows of a person, one row a user of the auth server. The triggers of guide 10 make the row and keep
 * `email`; a user may write their name and how they like to read, because the column grants of the migrations stop there.
 * Guide 5.
 */
export const profiles = pgTable(
  'profiles',
  {
    id: uuid('id')
      .primaryKey()
      .references(() => authUsers.id, { onDelete: 'cascade' }),
    /** A copy of the auth server's address; empty for an account that has none (phone, anonymous). */
    email: text('email').notNull(),
    fullName: text('full_name'),
    role: roleEnum('role').notNull().default('user'),
    /** How they like to read, on every device; empty as long as they have not said. */
    locale: text('locale', { enum: LOCALES }),
    theme: text('theme', { enum: themes }),
    /** An IANA name, such as Europe/Madrid. */
    timeZone: text('time_zone'),
    /** An administrator wants another password before anything else. */
    passwordMustChange: boolean('password_must_change').notNull().default(false),
    /** Somebody else may know the password: it opens nothing until a mailed link has set another. */
    passwordMustReset: boolean('password_must_reset').notNull().default(false),
    /** No session of theirs is one while this is set. */
    suspendedAt: timestamp('suspended_at', { withTimezone: true }),
    ...timestamps,
  },
  (profile) => [
    check(
      'profiles_full_name_tidy',
      sql`${profile.fullName} = btrim(${profile.fullName}) and char_length(${profile.fullName}) between 1 and ${sql.raw(String(FULL_NAME_MAX))}`,
    ),
    check('profiles_locale_known', oneOf(profile.locale, LOCALES)),
    check('profiles_theme_known', oneOf(profile.theme, themes)),
    check(
      'profiles_time_zone_short',
      sql`char_length(${profile.timeZone}) between 1 and ${sql.raw(String(TIME_ZONE_MAX))}`,
    ),
    index('profiles_email_idx').on(profile.email),
    index('profiles_created_at_id_idx').on(
      profile.createdAt.desc().nullsFirst(),
      profile.id.desc().nullsFirst(),
    ),
    // Few among many: for whoever lists them, and for the trigger that keeps one.
    index('profiles_admins_idx')
      .on(profile.createdAt.desc().nullsFirst(), profile.id.desc().nullsFirst())
      .where(sql`${profile.role} = 'admin'`),
    // For the search of administrators: any part of an address or a name.
    index('profiles_search_idx').using('gin', sql`${searchText(profile)} extensions.gin_trgm_ops`),
    pgPolicy('profiles_read_own', {
      for: 'select',
      to: authenticatedRole,
      using: sql`${profile.id} = ${authUid}`,
    }),
    pgPolicy('profiles_update_own', {
      for: 'update',
      to: authenticatedRole,
      using: sql`${profile.id} = ${authUid}`,
      withCheck: sql`${profile.id} = ${authUid}`,
    }),
    liveSessionPolicy('profiles'),
    systemPolicy('profiles'),
  ],
);

/**
 * The last passwords of a user, as the auth server's own bcrypt hashes: a trigger copies each one that is set, by whatever
 * way, and keeps the newest ten. Nobody but the app reads them, to refuse one that comes again. Seed 004.
 */
export const passwordHistory = pgTable(
  'password_history',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    userId: uuid('user_id')
      .notNull()
      .references(() => authUsers.id, { onDelete: 'cascade' }),
    passwordHash: text('password_hash').notNull(),
    ...timestamps,
  },
  (entry) => [
    index('password_history_user_id_created_at_idx').on(entry.userId, entry.createdAt.desc().nullsFirst()),
    systemPolicy('password_history'),
  ],
);

/** What the search of administrators looks in, in lower case, as `profiles_search_idx` has it. */
export function searchText(profile: { email: AnyPgColumn; fullName: AnyPgColumn }) {
  return sql`lower(${profile.email} || ' ' || coalesce(${profile.fullName}, ''))`;
}

function oneOf(column: AnyPgColumn, values: readonly string[]) {
  return sql`${column} in (${sql.raw(values.map((value) => `'${value}'`).join(', '))})`;
}

export type Profile = typeof profiles.$inferSelect;
