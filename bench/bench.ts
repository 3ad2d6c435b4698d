import { startSite } from '../e2e/support/site';
import { EXIT, main, seconds, UsageError, wholeNumber } from '../src/scripts/lib/command';
import { jwtSecret } from '../supabase/local/auth/keys';

const HELP = `
bun run bench [options]

Measures the built app against the least that could give the same answers: for pages a bare Bun server that checks the
same token, asks the database the same and returns the same bytes; for signing in the same, which also asks the auth server
the same; for transfers pgbench with the same statements. Prints a table of ratios. Starts and stops all it needs. Times
depend on the machine, ratios much less.

  --only <list>      what of it, with commas between: paths of pages, sign-in, transfer
  --seconds <n>      how long a turn takes (default 3)
  --rounds <n>       how many turns each gets (default 5)
  --warm <n>         for how many seconds each is asked before it counts (default 15)
  --connections <n>  requests under way at any moment (default 8)
  --soak <minutes>   instead: asks one server for pages and transfers, and looks at its memory; five minutes tell
  -h, --help         this text

Exit codes: 0 measured · 1 something failed, or the memory has grown by a tenth
`;

const OPTIONS = {
  only: { type: 'string' },
  seconds: { type: 'string', default: '3' },
  rounds: { type: 'string', default: '5' },
  warm: { type: 'string', default: '15' },
  connections: { type: 'string', default: '8' },
  soak: { type: 'string' },
} as const;

process.chdir(`${import.meta.dirname}/..`);
await main({ help: HELP, options: OPTIONS }, async ({ values }) => {
  const minutes = values.soak === undefined ? 0 : wholeNumber(values.soak, '--soak');
  const rules = {
    rounds: seconds(values.rounds, '--rounds'),
    seconds: seconds(values.seconds, '--seconds'),
    warmSeconds: seconds(values.warm, '--warm'),
    connections: seconds(values.connections, '--connections'),
  };
  const site = await startSite('test-results/bench.log');
  // As hosted: each server verifies tokens by itself and asks nobody.
  const SUPABASE_JWT_SECRET = jwtSecret(site.variables.LOCAL_DATA_DIR ?? '');
  Object.assign(process.env, site.variables, { SUPABASE_JWT_SECRET });
  try {
    if (minutes > 0) return (await soakFor(minutes)) ? EXIT.done : EXIT.failed;
    const { measureAll, SUBJECTS } = await import('./lib/measure');
    await measureAll(chosen(values.only, SUBJECTS), rules);
  } finally {
    await site.stop();
  }
  return EXIT.done;
});
process.exit();

async function soakFor(minutes: number): Promise<boolean> {
  const { soak } = await import('./lib/soak');
  return soak(minutes);
}

function chosen(only: string | undefined, all: readonly string[]): string[] {
  const wanted = only?.split(',') ?? [...all];
  const unknown = wanted.filter((name) => !all.includes(name));
  if (unknown.length > 0) throw new UsageError(`--only knows ${all.join(', ')}, not ${unknown.join(', ')}.`);
  return wanted;
}
