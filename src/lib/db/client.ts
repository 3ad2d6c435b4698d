import { drizzle } from 'drizzle-orm/postgres-js';
import type { Sql } from 'postgres';
import { newBreaker } from '~/lib/breaker';
import { isDev } from '~/lib/env.server';
import { timeBudget } from '~/lib/request/time-budget';
import { openPool } from './pool';
import { printQuery } from './query-log';
import { isAway, unavailable } from './refusals';
import * as schema from './schema';
import { supervise } from './supervise';

/** How long a request may wait for a connection before it is answered 503. */
const WAIT_FOR_CONNECTION_MS = 3_000;

/** And for the answer to a statement, that wait included: with a page around it, below five seconds. */
const ANSWER_MS = 4_000;

/** On globalThis, because hot reload runs this module again and each run would open another pool. */
const kept = globalThis as typeof globalThis & { alcazarPool?: Sql; alcazarLongPool?: Sql };

/** The one pool of the process, as the login `alcazar_app` through the transaction pooler. Features use `db`. Guide 2. */
export const conn: Sql = kept.alcazarPool ?? openPool();
kept.alcazarPool = conn;

/** What is back answers that within a second: who waits for it waits for everybody. */
const PROBE_MS = 1_000;
const prober = supervise(conn, { waitMs: PROBE_MS, answerMs: PROBE_MS });

const breaker = newBreaker('database', {
  isAway,
  refusal: unavailable,
  probe: async () => await prober.unsafe('select 1'),
});

/** Drizzle on that pool: trusted access. Features import it from `~/lib/data/system`. Guide 2. */
export const db = drizzle(
  supervise(conn, {
    waitMs: WAIT_FOR_CONNECTION_MS,
    answerMs: ANSWER_MS,
    budget: timeBudget,
    breaker,
    onQuery: isDev ? printQuery : undefined,
  }),
  { schema },
);

/** Two connections for what may take longer than a page may wait: they open when they are wanted. */
const longConn: Sql = kept.alcazarLongPool ?? openPool(undefined, 2, null);
kept.alcazarLongPool = longConn;

/** Drizzle for what reads a whole table and that nobody looks at meanwhile. The database ends its statements after fifteen seconds. */
export const longDb: typeof db = drizzle(supervise(longConn, { waitMs: WAIT_FOR_CONNECTION_MS, breaker }), {
  schema,
});

/** Lets the queries under way finish for up to five seconds, then closes every connection. For the end of the process. */
export async function closeDatabase(): Promise<void> {
  kept.alcazarPool = undefined;
  kept.alcazarLongPool = undefined;
  await Promise.all([conn.end({ timeout: 5 }), longConn.end({ timeout: 5 })]);
}
