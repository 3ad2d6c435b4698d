import { drizzle } from 'drizzle-orm/postgres-js';
import type { Database } from '~/lib/data/system';
import { conn } from '~/lib/db/client';
import * as schema from '~/lib/db/schema';

/** Ways of the planner that can be ruled out, because on the few rows of a test they are the quickest. */
type Way = 'seqscan' | 'bitmapscan' | 'indexscan' | 'sort' | 'hashjoin' | 'mergejoin';

/**
 * How the database goes about the last statement that `ask` asks, as the app's own login, where reading whole tables and the ways in
 * `without` are out of the question.
 */
export async function planOf(ask: (database: Database) => Promise<unknown>, without: Way[]): Promise<string> {
  const asked = { text: '', values: [] as unknown[] };
  const logger = {
    logQuery: (text: string, values: unknown[]) => void Object.assign(asked, { text, values }),
  };
  await ask(drizzle(conn, { schema, logger }));
  return conn.begin(async (tx) => {
    for (const way of ['seqscan', ...without]) await tx.unsafe(`set local enable_${way} = off`);
    // The driver wrote these values into the very statement that is explained.
    const plan = await tx.unsafe(`explain ${asked.text}`, asked.values as never[]);
    return plan.map((row) => row['QUERY PLAN']).join('\n');
  });
}
