import { sql } from 'drizzle-orm';
import { check, index, pgTable, primaryKey, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { authUsers } from 'drizzle-orm/supabase';
import { timestamps } from '~/lib/db/columns';
import { systemPolicy } from '~/lib/db/policies';
import { KEY_MAX } from './limits';

/**
 * The commands that were carried out, each with its answer, under the key that its sender chose. The row comes in the
 * transaction of the effect, so that neither is there without the other: the primary key is what keeps a command from
 * being carried out twice, and a row nobody can see yet is one that is still running.
 */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => authUsers.id, { onDelete: 'cascade' }),
    /** The verb, such as `wallet.transfer`: the same through a form and through the API. */
    route: text('route').notNull(),
    key: text('key').notNull(),
    /** SHA-256 of the input: the same key with another input is a mistake. */
    inputHash: text('input_hash').notNull(),
    /** Empty only until the transaction that wrote the row ends; the trigger `idempotency_key_has_answer` sees to it. */
    responseStatus: smallint('response_status'),
    /** Text, not jsonb: it is handed out again byte for byte. */
    responseBody: text('response_body'),
    expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
    ...timestamps,
  },
  (command) => [
    primaryKey({
      name: 'idempotency_keys_pk',
      columns: [command.userId, command.route, command.key],
    }),
    index('idempotency_keys_expires_at_idx').on(command.expiresAt),
    // What was refused lately, without what was not: whoever sends all day is not slower for it.
    index('idempotency_keys_refused_idx')
      .on(command.userId, command.route, command.createdAt)
      .where(sql`${command.responseStatus} >= 400`),
    check(
      'idempotency_keys_key_short',
      sql`char_length(${command.key}) between 1 and ${sql.raw(String(KEY_MAX))}`,
    ),
    check(
      'idempotency_keys_answer_whole',
      sql`(${command.responseStatus} is null) = (${command.responseBody} is null)`,
    ),
    systemPolicy('idempotency_keys'),
  ],
);
