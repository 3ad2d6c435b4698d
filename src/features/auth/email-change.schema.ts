import { sql } from 'drizzle-orm';
import { check, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { authUsers } from 'drizzle-orm/supabase';
import { timestamps } from '~/lib/db/columns';
import { systemPolicy } from '~/lib/db/policies';

/** The two addresses of a change: the one that the account has, and the one that it is to have. */
const SIDES = ['current', 'new'] as const;

/**
 * A change of address that its user has asked for, one a user: another one takes its place. Also for an address that
 * somebody has, so that nothing tells which those are. A mailed link without its row here is worth nothing. Guide 16.
 */
export const emailChanges = pgTable(
  'email_changes',
  {
    userId: uuid('user_id')
      .primaryKey()
      .references(() => authUsers.id, { onDelete: 'cascade' }),
    newEmail: text('new_email').notNull(),
    /** The session that asked, which stays when the others end. */
    sessionId: uuid('session_id').notNull(),
    requestedAt: timestamp('requested_at', { withTimezone: true }).notNull(),
    /** Which of the two has confirmed; empty as long as neither has. */
    confirmed: text('confirmed', { enum: SIDES }),
    ...timestamps,
  },
  (change) => [
    check('email_changes_confirmed_known', sql`${change.confirmed} in ('current', 'new')`),
    systemPolicy('email_changes'),
  ],
);

export type EmailChange = typeof emailChanges.$inferSelect;
export type Side = (typeof SIDES)[number];
