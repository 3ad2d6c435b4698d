import { sql } from 'drizzle-orm';
import { char, check, integer, pgPolicy, pgTable, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { anonRole, authenticatedRole } from 'drizzle-orm/supabase';
import { systemPolicy } from '~/lib/db/policies';

/** What the state takes of a price, by country and since when: the newest row that has begun holds. Append-only. */
export const taxRates = pgTable(
  'tax_rates',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    /** ISO 3166-1 alpha-2. */
    country: char('country', { length: 2 }).notNull(),
    /** Hundredths of a percent: 2100 is 21 %. */
    basisPoints: integer('basis_points').notNull(),
    validFrom: timestamp('valid_from', { withTimezone: true }).notNull(),
  },
  (rate) => [
    unique('tax_rates_one_at_a_time').on(rate.country, rate.validFrom),
    check('tax_rates_country_code', sql`${rate.country} ~ '^[A-Z]{2}$'`),
    check('tax_rates_basis_points_sane', sql`${rate.basisPoints} between 0 and 10000`),
    pgPolicy('tax_rates_read_all', { for: 'select', to: [anonRole, authenticatedRole], using: sql`true` }),
    systemPolicy('tax_rates'),
  ],
);
