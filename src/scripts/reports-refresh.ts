import { drizzle } from 'drizzle-orm/postgres-js';
import { EXIT, main } from './lib/command';
import { addressOf, withSession } from './lib/session';

const HELP = `
bun run reports:refresh

Brings the charts of administrators up to date, through DIRECT_URL: all of them or none, while they are being read. For cron,
once an hour or as often as somebody looks. It may run twice at once, on two machines.

  -h, --help  this text

Exit codes: 0 done · 1 failed · 2 wrong arguments
`;

await main({ help: HELP, options: {} }, async () => {
  const { ENV } = await import('~/lib/env.server');
  const { refreshReports } = await import('~/features/admin/refresh-reports.service');
  const schema = await import('~/lib/db/schema');
  await withSession(ENV, ENV.DIRECT_URL, (sql) => refreshReports(drizzle(sql, { schema })));
  console.log(`The reports are up to date at ${addressOf(ENV.DIRECT_URL)}.`);
  return EXIT.done;
});
