import { drizzle } from 'drizzle-orm/postgres-js';
import { EXIT, main } from './lib/command';
import { addressOf, withSession } from './lib/session';

const HELP = `
bun run user:promote <email> [--demote]

Makes the user with that address an administrator, through DIRECT_URL: the first one, whom nobody else can. All others are
made at /admin/users. Written into the trail of security events, with nobody as the one who did it. In production too.

  --demote    make them a user again; the last administrator stays one
  -h, --help  this text

Exit codes: 0 done, or so already · 1 refused or failed · 2 wrong arguments
`;

const options = { demote: { type: 'boolean', default: false } } as const;

await main({ help: HELP, options, positionals: 1 }, async ({ positionals: [email], values }) => {
  if (!email) {
    console.error('Whom? bun run user:promote <email>');
    return EXIT.usage;
  }
  const { ENV } = await import('~/lib/env.server');
  const { setLogLevel } = await import('~/lib/log.server');
  const { giveRole } = await import('~/features/admin/operator.service');
  const schema = await import('~/lib/db/schema');
  // The row in the trail says what the line in the server's log would, and a person reads this terminal.
  setLogLevel('silent');
  const role = values.demote ? 'user' : 'admin';
  const visit = { now: new Date(), address: null, userAgent: null, requestId: null };
  const isNew = await withSession(ENV, ENV.DIRECT_URL, (sql) =>
    giveRole({ email, role }, visit, drizzle(sql, { schema })),
  );
  const standing = role === 'admin' ? 'an administrator' : 'no administrator';
  console.log(`${email} is ${standing} ${isNew ? 'now' : 'already'}, at ${addressOf(ENV.DIRECT_URL)}.`);
  return EXIT.done;
});
