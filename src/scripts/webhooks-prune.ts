import { drizzle } from 'drizzle-orm/postgres-js';
import { EXIT, main } from './lib/command';
import { addressOf, withSession } from './lib/session';

const HELP = `
bun run webhooks:prune

Forgets the bodies of webhooks that came to an end more than 90 days ago, through DIRECT_URL: personal data stands in them. For a
job that runs once a day. The events stay, without them, and are never taken in twice. What failed is kept until it is replayed.

  -h, --help  this text

Exit codes: 0 done · 1 refused or failed · 2 wrong arguments
`;

await main({ help: HELP, options: {} }, async () => {
  const { forgetBodies } = await import('~/features/payments/forget.service');
  const { ENV } = await import('~/lib/env.server');
  const schema = await import('~/lib/db/schema');
  const forgotten = await withSession(ENV, ENV.DIRECT_URL, (sql) =>
    forgetBodies(new Date(), drizzle(sql, { schema })),
  );
  console.log(`${forgotten} forgotten at ${addressOf(ENV.DIRECT_URL)}.`);
  return EXIT.done;
});
