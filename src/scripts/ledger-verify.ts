import { drizzle } from 'drizzle-orm/postgres-js';
import { EXIT, main } from './lib/command';
import { addressOf, withSession } from './lib/session';

const HELP = `
bun run ledger:verify

Recomputes every balance of the ledger from its entries and asks each invariant again, through DIRECT_URL. Reads everything
and writes nothing; the app may go on meanwhile. One line a promise, and below it what breaks it.

  -h, --help  this text

Exit codes: 0 all is kept · 1 something differs, or the database could not be asked · 2 wrong arguments
`;

await main({ help: HELP, options: {} }, async () => {
  const { ENV } = await import('~/lib/env.server');
  const { verifyLedger } = await import('~/features/wallet/verify-ledger.service');
  const schema = await import('~/lib/db/schema');
  console.log(`Verifying the ledger at ${addressOf(ENV.DIRECT_URL)}`);
  const findings = await withSession(ENV, ENV.DIRECT_URL, (sql) => verifyLedger(drizzle(sql, { schema })));
  for (const { promise, checked, broken } of findings) {
    console.log(`  ${broken.length > 0 ? '✗' : '✓'} ${promise} (${checked})`);
    for (const id of broken) console.log(`      ${id}`);
  }
  return findings.some(({ broken }) => broken.length > 0) ? EXIT.failed : EXIT.done;
});
