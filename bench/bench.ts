import { startSite } from '../e2e/support/site';
import { EXIT, main, seconds } from '../src/scripts/lib/command';
import { jwtSecret } from '../supabase/local/auth/keys';

const HELP = `
bun run bench [options]

Measures the built app against the least that could give the same answers: for pages a bare Bun server that checks the
same token, asks the database the same and returns the same bytes; for transfers pgbench with the same statements. Prints a
table of ratios. Starts and stops all it needs. Times depend on the machine, ratios much less.

  --seconds <n>      how long a turn takes (default 3)
  --rounds <n>       how many turns each gets (default 5)
  --connections <n>  requests under way at any moment (default 8)
  -h, --help         this text

Exit codes: 0 measured · 1 something failed
`;

const OPTIONS = {
  seconds: { type: 'string', default: '3' },
  rounds: { type: 'string', default: '5' },
  connections: { type: 'string', default: '8' },
} as const;

process.chdir(`${import.meta.dirname}/..`);
await main({ help: HELP, options: OPTIONS }, async ({ values }) => {
  const site = await startSite('test-results/bench.log');
  // As hosted: each server verifies tokens by itself and asks nobody.
  const SUPABASE_JWT_SECRET = jwtSecret(site.variables.LOCAL_DATA_DIR ?? '');
  Object.assign(process.env, site.variables, { SUPABASE_JWT_SECRET });
  try {
    const { measureAll } = await import('./lib/measure');
    await measureAll({
      rounds: seconds(values.rounds, '--rounds'),
      seconds: seconds(values.seconds, '--seconds'),
      connections: seconds(values.connections, '--connections'),
    });
  } finally {
    await site.stop();
  }
  return EXIT.done;
});
process.exit();
