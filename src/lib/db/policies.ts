import { sql } from 'drizzle-orm';
import { pgPolicy, pgRole } from 'drizzle-orm/pg-core';
import { authenticatedRole } from 'drizzle-orm/supabase';

/** The login of the app. It owns no table and bypasses no policy; the first migration makes it. Guide 2. */
export const appRole = pgRole('alcazar_app').existing();

/**
 * Opens a table to the trusted door (`~/lib/data/system`): the app's own login sees every row,
 * because this policy says so and not because policies do not apply to it. Every table carries one.
 */
export function systemPolicy(table: string) {
  return pgPolicy(`${table}_system`, { for: 'all', to: appRole, using: sql`true`, withCheck: sql`true` });
}

/**
 * Shuts a table to the token of a session that has ended, which the Data API would take until it expires. Restrictive:
 * it grants nothing, and stands beside every policy for `authenticated`. Guide 12.
 */
export function liveSessionPolicy(table: string) {
  return pgPolicy(`${table}_live_session`, {
    as: 'restrictive',
    for: 'all',
    to: authenticatedRole,
    using: sql`(select private.session_is_live())`,
  });
}
