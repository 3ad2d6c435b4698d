import { drizzle } from 'drizzle-orm/postgres-js';
import type { db } from '~/lib/db/client';
import { openPool } from '~/lib/db/pool';
import * as schema from '~/lib/db/schema';
import { supervise } from '~/lib/db/supervise';
import { ENV } from '~/lib/env.server';

export interface WidePool {
  database: typeof db;
  close(): Promise<void>;
}

/** The app's pool as in production, twenty connections, in which hundreds may queue: for tests of many at once. */
export function widePool(connections = 20): WidePool {
  const conn = openPool(ENV.DATABASE_URL, connections, null);
  const database = drizzle(supervise(conn, { waitMs: 60_000 }), { schema });
  return { database, close: () => conn.end({ timeout: 5 }) };
}
