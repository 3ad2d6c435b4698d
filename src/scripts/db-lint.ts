import { adviceOn } from './lib/check/advisors';
import { migrationProblems } from './lib/check/migrations';
import { EXIT, main } from './lib/command';
import { addressOf, withSession } from './lib/session';

const HELP = `
bun run db:lint

Asks Supabase's database advisors about the database of DIRECT_URL (errors and warnings), and squawk about the migrations. What
is waived stands in .ci/migrations.json, with its reason. Reads only.

  -h, --help  this text

Exit codes: 0 nothing found · 1 something found, or the database could not be asked · 2 wrong arguments
`;

await main({ help: HELP, options: {} }, async () => {
  const { ENV } = await import('~/lib/env.server');
  // The linter's own word for a database that is away names nothing.
  const advice = await withSession(ENV, ENV.DIRECT_URL, () => adviceOn(ENV.DIRECT_URL));
  const found = [...advice, ...migrationProblems()];
  for (const sentence of found) console.log(`  ✗ ${sentence}`);
  if (found.length > 0) return EXIT.failed;
  console.log(`Nothing found in ${addressOf(ENV.DIRECT_URL)} and in the migrations.`);
  return EXIT.done;
});
