import { sql } from 'drizzle-orm';
import { check, pgEnum, pgPolicy, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { authenticatedRole, authUid, authUsers } from 'drizzle-orm/supabase';
import { timestamps } from '~/lib/db/columns';
import { liveSessionPolicy, systemPolicy } from '~/lib/db/policies';
import { FULL_NAME_MAX } from './auth.limits';

export const roleEnum = pgEnum('user_role', ['admin', 'user']);

/**
 * What the app knows of a person, one row a user of the auth server. The triggers of guide 10 make the row and keep
 * `email`; a user may write `full_name` alone, because the column grants of the migrations stop at it. Guide 5.
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
    ...timestamps,
  },
  (profile) => [
    check(
      'profiles_full_name_tidy',
      sql`${profile.fullName} = btrim(${profile.fullName}) and char_length(${profile.fullName}) between 1 and ${sql.raw(String(FULL_NAME_MAX))}`,
    ),
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

export type Profile = typeof profiles.$inferSelect;
