import type { Sql } from 'postgres';
import { main } from './lib/command';
import { runDrizzleKit } from './lib/run-script';

const HELP = `
bun run db:push [options]

Makes the database of this machine look like the schema files, without a migration, to try something out.
It knows the schema files only: it makes no trigger, function or grant and may drop policies and tables written by hand.
So it refuses any other host and NODE_ENV;
\`bun run db:reset\` brings the migrations back.

  --force     do not ask before statements that lose data
  -h, --help  this text

Exit codes: 0 done · 1 refused or failed · 2 wrong arguments
`;

// Nothing else is passed on: drizzle-kit's own --url or --host would go around the check.
const options = { force: { type: 'boolean', default: false } } as const;

/** An index of the schema files needs the extension, their views need the schema, and drizzle-kit makes neither. */
async function makeWhatIsNeeded(sql: Sql): Promise<void> {
  await sql`create extension if not exists pg_trgm with schema extensions`;
  await sql`create schema if not exists private`;
}

await main({ help: HELP, options }, async ({ values }) => {
  const { ENV } = await import('~/lib/env.server');
  const { requireLocalDevelopment } = await import('./lib/local-only');
  requireLocalDevelopment(ENV, 'db:push');
  const { withSession } = await import('./lib/session');
  await withSession(ENV, ENV.DIRECT_URL, makeWhatIsNeeded);
  return runDrizzleKit(['push', ...(values.force ? ['--force'] : [])]);
});
