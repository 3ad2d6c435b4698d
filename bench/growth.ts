import { startSite } from '../e2e/support/site';
import { EXIT, main, UsageError } from '../src/scripts/lib/command';
import { jwtSecret } from '../supabase/local/auth/keys';

const HELP = `
bun run bench:growth [options]

Fills the ledger step by step and measures at each size how long the lists and sums take, beside a page that reads none of
it. Prints how much each has grown since the first size, and fails where one has grown more than half.

  --sizes <list>  how many ledger entries, with commas between (default 10000,1000000,10000000)
  --plans         prints the plan of every list query at the last size
  -h, --help      this text

Exit codes: 0 all stayed below · 1 one has grown too much, or something failed
`;

const OPTIONS = {
  sizes: { type: 'string', default: '10000,1000000,10000000' },
  plans: { type: 'boolean', default: false },
} as const;

process.chdir(`${import.meta.dirname}/..`);
await main({ help: HELP, options: OPTIONS }, async ({ values }) => {
  const sizes = values.sizes.split(',').map(Number);
  if (!sizes.every((size) => Number.isSafeInteger(size) && size >= 1000))
    throw new UsageError('--sizes wants whole numbers from 1000 on, with commas between.');
  const site = await startSite('test-results/bench.log');
  const SUPABASE_JWT_SECRET = jwtSecret(site.variables.LOCAL_DATA_DIR ?? '');
  Object.assign(process.env, site.variables, { SUPABASE_JWT_SECRET });
  try {
    const { measureGrowth } = await import('./lib/growth');
    return (await measureGrowth(sizes, values.plans)) ? EXIT.done : EXIT.failed;
  } finally {
    await site.stop();
  }
});
process.exit();
