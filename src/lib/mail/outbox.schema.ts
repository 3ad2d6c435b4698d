import { sql } from 'drizzle-orm';
import { index, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { authUsers } from 'drizzle-orm/supabase';
import { timestamps } from '~/lib/db/columns';
import { systemPolicy } from '~/lib/db/policies';

/**
 * Mails that wait to be handed to the mail server. Written in the transaction of what they tell of, so that neither is
 * there without the other, and gone once the server has taken them: they may carry links that open something.
 */
export const mailOutbox = pgTable(
  'mail_outbox',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    /** Goes with the account. Empty for mail to nobody's account. */
    userId: uuid('user_id').references(() => authUsers.id, { onDelete: 'cascade' }),
    recipient: text('recipient').notNull(),
    subject: text('subject').notNull(),
    text: text('text').notNull(),
    html: text('html').notNull(),
    attempts: integer('attempts').notNull().default(0),
    nextAttemptAt: timestamp('next_attempt_at', { withTimezone: true }).notNull(),
    /** Given up: an operator has to look. */
    failedAt: timestamp('failed_at', { withTimezone: true }),
    lastError: text('last_error'),
    ...timestamps,
  },
  (mail) => [
    index('mail_outbox_due_idx').on(mail.nextAttemptAt).where(sql`${mail.failedAt} is null`),
    index('mail_outbox_user_id_idx').on(mail.userId),
    systemPolicy('mail_outbox'),
  ],
);
