import { drizzle } from 'drizzle-orm/postgres-js';
import { EXIT, main } from './lib/command';
import { addressOf, withSession } from './lib/session';

const HELP = `
bun run billing:run

Renews the subscriptions whose period is over, ends those that were to end, and collects the invoices that are due, through
DIRECT_URL. For cron or pg_cron, once an hour or oftener. It may run twice at once, on two machines, or be cut off: each thing
is done once, and what is left is done by the next run.

  -h, --help  this text

Exit codes: 0 done · 1 something failed (the log says what; the rest is done) · 2 wrong arguments
`;

await main({ help: HELP, options: {} }, async () => {
  const { ENV } = await import('~/lib/env.server');
  const { runBilling } = await import('~/features/billing/run-billing.service');
  const schema = await import('~/lib/db/schema');
  const run = await withSession(ENV, ENV.DIRECT_URL, (sql) =>
    runBilling(new Date(), drizzle(sql, { schema })),
  );
  const counts = Object.entries(run).map(([outcome, count]) => `${count} ${outcome}`);
  console.log(`${counts.join(', ')} at ${addressOf(ENV.DIRECT_URL)}`);
  return run.failed > 0 ? EXIT.failed : EXIT.done;
});
