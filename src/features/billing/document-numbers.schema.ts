import { sql } from 'drizzle-orm';
import { check, integer, pgTable, primaryKey, smallint, text } from 'drizzle-orm/pg-core';
import { timestamps } from '~/lib/db/columns';
import { systemPolicy } from '~/lib/db/policies';

/** The last number given in a series and year. The trigger that issues documents alone writes it, in their transaction. */
export const documentCounters = pgTable(
  'document_counters',
  {
    series: text('series').notNull(),
    year: smallint('year').notNull(),
    lastNumber: integer('last_number').notNull(),
    ...timestamps,
  },
  (counter) => [
    primaryKey({ name: 'document_counters_pk', columns: [counter.series, counter.year] }),
    check('document_counters_last_number_positive', sql`${counter.lastNumber} > 0`),
    systemPolicy('document_counters'),
  ],
);
