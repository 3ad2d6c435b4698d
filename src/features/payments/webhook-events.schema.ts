import { sql } from 'drizzle-orm';
import { check, index, integer, pgEnum, pgTable, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { timestamps } from '~/lib/db/columns';
import { systemPolicy } from '~/lib/db/policies';
import { paymentProviderEnum } from './checkouts.schema';

export const webhookStatusEnum = pgEnum('webhook_status', [
  // Stored, and to be handled at `next_attempt_at`.
  'received',
  'handled',
  // About a payment that nobody here knows yet: looked at again when it is known.
  'waiting',
  // Of a type that means nothing here. Kept, in case it does one day.
  'unknown',
  // Tried so often that somebody has to look.
  'failed',
]);

/**
 * What providers have told us, as they told it. An event is stored before it is answered and handled afterwards: the unique
 * name of an event makes it one however often it comes, and nothing that was said is lost. Guide 22.
 */
export const webhookEvents = pgTable(
  'webhook_events',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    provider: paymentProviderEnum('provider').notNull(),
    eventId: text('event_id').notNull(),
    type: text('type').notNull(),
    /** The body, byte for byte, until it is forgotten. */
    payload: text('payload'),
    status: webhookStatusEnum('status').notNull().default('received'),
    /** The payment that one who waits is about. */
    waitsFor: text('waits_for'),
    attempts: integer('attempts').notNull().default(0),
    nextAttemptAt: timestamp('next_attempt_at', { withTimezone: true }),
    receivedAt: timestamp('received_at', { withTimezone: true }).notNull(),
    handledAt: timestamp('handled_at', { withTimezone: true }),
    lastError: text('last_error'),
    ...timestamps,
  },
  (event) => [
    unique('webhook_events_once').on(event.provider, event.eventId),
    index('webhook_events_due_idx').on(event.nextAttemptAt).where(sql`${event.status} = 'received'`),
    index('webhook_events_waiting_idx')
      .on(event.provider, event.waitsFor)
      .where(sql`${event.status} = 'waiting'`),
    check(
      'webhook_events_received_is_due',
      sql`(${event.status} = 'received') = (${event.nextAttemptAt} is not null)`,
    ),
    check(
      'webhook_events_handled_has_date',
      sql`(${event.status} = 'handled') = (${event.handledAt} is not null)`,
    ),
    check(
      'webhook_events_body_until_it_is_over',
      sql`${event.payload} is not null or ${event.status} in ('handled', 'unknown')`,
    ),
    check(
      'webhook_events_waiting_names_it',
      sql`(${event.status} = 'waiting') = (${event.waitsFor} is not null)`,
    ),
    systemPolicy('webhook_events'),
  ],
);

export type WebhookEvent = typeof webhookEvents.$inferSelect;
