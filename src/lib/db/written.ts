import { drizzle, type PostgresJsSession } from 'drizzle-orm/postgres-js';
import type { Database } from '~/lib/data/system';
import * as schema from './schema';

/** Drizzle without a connection: it writes statements, and asks nobody. */
const paper = drizzle.mock({ schema });

/** A statement as Drizzle's `prepare` leaves it: its text, how its rows are read, and in one field whom it asks. */
interface Written {
  execute(values?: Record<string, unknown>): Promise<unknown>;
}

/**
 * A statement of Drizzle's that is written once a process, and not each time it is asked: writing the text of one takes the
 * app longer than asking it. What differs from time to time are placeholders in it; what changes its text is its `shape`, of
 * which there are only ever a few. It asks whoever it is called with, a pool or a transaction.
 *
 * Nothing of this is kept by the server, where a prepared statement would belong to one connection of the pooler's
 * (`prepare: false` in `pool.ts`): Drizzle's `prepare` keeps the text on our side. Decision 154.
 */
export function written<Shape extends readonly string[], Statement extends Written>(
  write: (paper: Database, ...shape: Shape) => Statement,
): (database: Database, ...shape: Shape) => Statement {
  const kept = new Map<string, Statement>();
  return (database, ...shape) => {
    const key = shape.join(' ');
    const statement = kept.get(key) ?? write(paper, ...shape);
    kept.set(key, statement);
    return askedOf(database, statement);
  };
}

/** The same statement for that connection: a copy, because two may ask it at once. */
function askedOf<Statement extends Written>(database: Database, statement: Statement): Statement {
  // Not in Drizzle's types: its session for this driver has the connection, and its statement asks it.
  const { client, logger } = database._.session as unknown as PostgresJsSession<never, never, never>;
  return Object.assign(Object.create(Object.getPrototypeOf(statement)), statement, { client, logger });
}
