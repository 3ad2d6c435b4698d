import { timestamp } from 'drizzle-orm/pg-core';

/** When a row came and when it last changed, as `timestamptz`. `updated_at` is kept by the trigger `touch_updated_at`, never by the app. */
export const timestamps = {
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
};
