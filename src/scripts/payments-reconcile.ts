import { drizzle } from 'drizzle-orm/postgres-js';
import { EXIT, main } from './lib/command';
import { addressOf, withSession } from './lib/session';

const HELP = `
bun run payments:reconcile

Asks the payment providers about every checkout that has been open for ten minutes, and believes them: what a webhook that was
lost would have told. For cron, every ten minutes. It may run twice at once, or be cut off.

  -h, --help  this text

Exit codes: 0 done · 1 refused or failed · 2 wrong arguments
`;

await main({ help: HELP, options: {} }, async () => {
  const { ENV } = await import('~/lib/env.server');
  const { reconcile } = await import('~/features/payments/reconcile.service');
  const { closeDatabase } = await import('~/lib/db/client');
  const schema = await import('~/lib/db/schema');
  const { asked, ended } = await withSession(ENV, ENV.DATABASE_URL, (sql) =>
    reconcile(new Date(), drizzle(sql, { schema })),
  );
  // The test provider looks into its books through the app's own pool, which would keep the process for a while.
  await closeDatabase();
  console.log(`${asked} asked about, ${ended} of them over, at ${addressOf(ENV.DATABASE_URL)}.`);
  return EXIT.done;
});
