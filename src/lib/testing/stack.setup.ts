import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { type Stack, startStack } from '../../../supabase/local/stack';

/** STACK=real runs the same tests on the machine's own Postgres behind pgbouncer in transaction mode. */
const REAL = { postgres: 'system', pooler: 'pgbouncer' } as const;

/** One throw-away stack for all integration tests, on free ports; the workers inherit its addresses. */
export default async function startTestStack(): Promise<() => Promise<void>> {
  const stack = await startStack({
    ephemeral: true,
    mailEverySeconds: 0,
    ...(process.env.STACK === 'real' ? REAL : {}),
  });
  await migrateAll(stack.directUrl);
  Object.assign(process.env, environmentOf(stack));
  return () => stack.stop();
}

async function migrateAll(directUrl: string): Promise<void> {
  const sql = postgres(directUrl, { max: 1, onnotice() {} });
  await migrate(drizzle(sql), { migrationsFolder: 'src/lib/db/migrations' });
  await sql.end();
}

function environmentOf(stack: Stack): Record<string, string> {
  return {
    PUBLIC_SUPABASE_URL: stack.apiUrl,
    PUBLIC_SUPABASE_ANON_KEY: stack.publishableKey,
    DATABASE_URL: stack.databaseUrl,
    DIRECT_URL: stack.directUrl,
    MAILBOX_URL: stack.mailUrl,
    LOG_LEVEL: 'silent',
  };
}
