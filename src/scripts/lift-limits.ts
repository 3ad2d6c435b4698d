import { drizzle } from 'drizzle-orm/postgres-js';
import { EXIT, main } from './lib/command';
import { addressOf, withSession } from './lib/session';

const HELP = `
bun run limits:lift <e-mail or address>

Takes back every lock of an account, or of an IP address (of IPv6 its whole /64), through DATABASE_URL: whoever was told to
come back later can try again at once. Needs the environment of the server: the counts stand under keys made with it.

  -h, --help  this text

Exit codes: 0 done, also where there was none · 1 refused or failed · 2 wrong arguments
`;

await main({ help: HELP, options: {}, positionals: 1 }, async ({ positionals: [who] }) => {
  if (!who) {
    console.error('Whose? bun run limits:lift <e-mail or address>');
    return EXIT.usage;
  }
  const { ENV } = await import('~/lib/env.server');
  const { liftLimits } = await import('~/features/security/lift-limits');
  const schema = await import('~/lib/db/schema');
  const gone = await withSession(ENV, ENV.DATABASE_URL, (sql) => liftLimits(who, drizzle(sql, { schema })));
  const what = gone === 1 ? '1 count' : `${gone} counts`;
  console.log(`${what} taken back at ${addressOf(ENV.DATABASE_URL)}.`);
  return EXIT.done;
});
