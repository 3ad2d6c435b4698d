import { drizzle } from 'drizzle-orm/postgres-js';
import postgres, { type Sql } from 'postgres';
import { ENV, isDev, isProd } from '~/lib/env.server';
import { driverUrl, tlsOptions } from './connection';
import { printQuery } from './query-log';
import * as schema from './schema';
import { supervise } from './supervise';

/** How long a request may wait for a connection before it is answered 503. */
const WAIT_FOR_CONNECTION_MS = 3_000;

/** On globalThis, because hot reload runs this module again and each run would open another pool. */
const kept = globalThis as typeof globalThis & { alcazarPool?: Sql };

/** The pool of this process, as the login `alcazar_app` through the transaction pooler. Use `db`; this is for drains and tests. Guide 2. */
export const conn: Sql = kept.alcazarPool ?? openPool();
kept.alcazarPool = conn;

/** Drizzle on the one pool of the process: trusted access. Features import it from `~/lib/data/system`. Guide 2. */
export const db = drizzle(
  supervise(conn, { waitMs: WAIT_FOR_CONNECTION_MS, onQuery: isDev ? printQuery : undefined }),
  { schema },
);

/** Lets the queries under way finish for up to five seconds, then closes every connection. For the end of the process. */
export async function closeDatabase(): Promise<void> {
  kept.alcazarPool = undefined;
  await conn.end({ timeout: 5 });
}

function openPool(): Sql {
  const options = {
    prepare: false, // a prepared statement lives on one server connection, the pooler hands out another each time
    max: isProd ? 20 : 5,
    idle_timeout: 20,
    connect_timeout: 10,
    max_lifetime: 60 * 30,
    max_pipeline: 0, // no statement queues behind a slow one of somebody else (missing in the driver's types)
    backoff: (attempt: number) => Math.min(0.05 * 2 ** attempt, 1) * (0.5 + Math.random() / 2),
    fetch_types: false, // the types are Drizzle's business, and the extra query is one more that can meet a dying connection
    onnotice() {},
    connection: { application_name: 'alcazar' },
    ssl: tlsOptions(ENV),
  };
  return postgres(driverUrl(ENV.DATABASE_URL), options);
}
