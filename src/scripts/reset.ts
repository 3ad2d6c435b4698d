import { fileURLToPath } from 'node:url';
import { EXIT, main } from './lib/command';
import { dropEverything } from './lib/fresh-schema';
import { requireLocalDevelopment } from './lib/local-only';
import { applyPending } from './lib/migration-apply';
import { indent, MIGRATIONS_FOLDER } from './lib/migration-files';
import { runScript } from './lib/run-script';
import { addressOf, withSession } from './lib/session';

const HELP = `
bun run db:reset [options]

Drops everything in the schema public of the database on this machine, applies all migrations and seeds.
The users of the auth server stay, and get their profiles back from the migrations. Refuses any other host and NODE_ENV.

  --no-seed   leave the tables empty
  -h, --help  this text

Exit codes: 0 done · 1 refused or failed · 2 wrong arguments
`;

const options = { 'no-seed': { type: 'boolean', default: false } } as const;

await main({ help: HELP, options }, async ({ values }) => {
  const { ENV } = await import('~/lib/env.server');
  requireLocalDevelopment(ENV, 'db:reset');
  console.log(`Resetting ${addressOf(ENV.DIRECT_URL)}`);
  await withSession(ENV, ENV.DIRECT_URL, async (sql) => {
    await dropEverything(sql);
    await applyPending(sql, {
      folder: MIGRATIONS_FOLDER,
      waitSeconds: 10,
      lockTimeoutSeconds: 5,
      say: (line) => console.log(indent(line)),
    });
  });
  if (values['no-seed']) return EXIT.done;
  // The demo users outlive the reset, and come back with the role of everybody: the seed has to say again who is admin.
  return runScript(fileURLToPath(new URL('seed.ts', import.meta.url)), ['--update-if-exists']);
});
