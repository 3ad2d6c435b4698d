import { drizzle } from 'drizzle-orm/postgres-js';
import { conn, type db } from '~/lib/db/client';
import * as schema from '~/lib/db/schema';

/** The same pool, on which the statement of that number fails before it is sent; 0 fails none. Counts them. */
export function failingAt(last: number): { database: typeof db; counted: { statements: number } } {
  const counted = { statements: 0 };
  const logger = {
    logQuery() {
      counted.statements += 1;
      if (counted.statements === last) throw new Error('struck here');
    },
  };
  return { database: drizzle(conn, { schema, logger }), counted };
}
