import { drizzle } from 'drizzle-orm/postgres-js';
import { EXIT, main } from './lib/command';
import { addressOf, withSession } from './lib/session';

const HELP = `
bun run idempotency:prune

Forgets the commands whose answers have been kept long enough (two days), through DIRECT_URL. For a job that runs once a day.
Money stays safe without it and after it: the ledger knows its own commands for ever.

  -h, --help  this text

Exit codes: 0 done · 1 refused or failed · 2 wrong arguments
`;

await main({ help: HELP, options: {} }, async () => {
  const { ENV } = await import('~/lib/env.server');
  const { pruneKeys } = await import('~/lib/idempotency/kept-commands.server');
  const schema = await import('~/lib/db/schema');
  const forgotten = await withSession(ENV, ENV.DIRECT_URL, (sql) =>
    pruneKeys(new Date(), drizzle(sql, { schema })),
  );
  console.log(`${forgotten} forgotten at ${addressOf(ENV.DIRECT_URL)}.`);
  return EXIT.done;
});
