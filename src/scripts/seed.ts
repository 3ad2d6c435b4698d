import { isLoopbackUrl } from '~/lib/env/hosts';
import { isDummySecret } from '~/lib/env/placeholders';
import type { Env } from '~/lib/env.server';
import { AppError } from '~/lib/errors';
import { EXIT, main } from './lib/command';
import { DEMO_ADMIN, DEMO_USER, seedUser } from './lib/seed-users';
import { addressOf, withSession } from './lib/session';

const HELP = `
bun run db:seed [options]

Puts the demo data there, through DIRECT_URL: admin@example.test and user@example.test with the password SEED_PASSWORD,
the plans, a Pro subscription of Demo User with one invoice, the invoices of a plan that they had before, wallets with a few
transfers, a month of activity, and customers for the charts of administrators. Run again, it leaves what it finds as it is.

  --skip-admin        make no admin@example.test
  --force-password    give the demo accounts SEED_PASSWORD again and end their sessions
  --update-if-exists  bring names, roles and plans back to what the seed says
  --production        seed although NODE_ENV is production or the database is on another host; no administrator there:
                      \`bun run user:promote <email>\` makes one of somebody's own account
  -h, --help          this text

Exit codes: 0 done · 1 refused or failed · 2 wrong arguments
`;

const options = {
  'skip-admin': { type: 'boolean', default: false },
  'force-password': { type: 'boolean', default: false },
  'update-if-exists': { type: 'boolean', default: false },
  production: { type: 'boolean', default: false },
} as const;

await main({ help: HELP, options }, async ({ values }) => {
  const { ENV } = await import('~/lib/env.server');
  const { seedPlans, seedSubscription } = await import('./lib/seed-billing');
  const { seedHistory } = await import('./lib/seed-history');
  const { seedWallets } = await import('./lib/seed-wallet');
  const { seedEvents } = await import('./lib/seed-events');
  const { seedCustomers } = await import('./lib/seed-customers');
  const { refreshReports } = await import('~/features/admin/refresh-reports.service');
  const { drizzle } = await import('drizzle-orm/postgres-js');
  const { setLogLevel } = await import('~/lib/log.server');
  // The lines in the server's log are of commands, and a person reads this terminal.
  setLogLevel('silent');
  const password = requirePassword(ENV, values.production);
  const accounts = {
    password,
    forcePassword: values['force-password'],
    updateIfExists: values['update-if-exists'],
  };
  console.log(`Seeding ${addressOf(ENV.DIRECT_URL)}`);
  await withSession(ENV, ENV.DIRECT_URL, async (sql) => {
    const makesAdmin = !isOpenToOthers(ENV) && !values['skip-admin'];
    const admin = makesAdmin ? await sql.begin((tx) => seedUser(tx, DEMO_ADMIN, accounts)) : null;
    if (admin) say(admin.did);
    else if (!values['skip-admin'])
      say(`${DEMO_ADMIN.email}: no administrator is made here, see user:promote`);
    const user = await sql.begin((tx) => seedUser(tx, DEMO_USER, accounts));
    say(user.did);
    say(await seedPlans(sql, accounts.updateIfExists));
    const isOpen = isOpenToOthers(ENV);
    if (!isOpen) say(await seedHistory(sql, user.id, new Date()));
    say(await seedSubscription(sql, user.id, new Date()));
    if (isOpen) return say('wallets and activity: none, nothing is behind them here');
    const demo = { userId: user.id, adminId: admin?.id ?? null };
    say(await seedWallets(sql, demo, new Date()));
    say(await seedEvents(sql, demo, new Date()));
    say(await seedCustomers(sql, new Date()));
    await refreshReports(drizzle(sql));
    say('reports: up to date');
  });
  return EXIT.done;
});

/** Could strangers reach the accounts that are made? */
function isOpenToOthers(env: Env): boolean {
  return env.NODE_ENV === 'production' || !isLoopbackUrl(env.DIRECT_URL);
}

/** The demo accounts are a way in, so where strangers can reach them their password must be somebody's own. */
function requirePassword(env: Env, isAllowed: boolean): string {
  if (isOpenToOthers(env) && !isAllowed) {
    throw new AppError(
      'forbidden',
      'db:seed makes demo accounts, and this is production or a database on another host: --production seeds it all the same. Nothing was changed.',
    );
  }
  if (!env.SEED_PASSWORD) {
    throw new AppError('invalid', 'SEED_PASSWORD is missing: it is the password of the demo accounts.');
  }
  if (isOpenToOthers(env) && isDummySecret(env.SEED_PASSWORD)) {
    throw new AppError(
      'forbidden',
      'SEED_PASSWORD is a well-known default, and others can reach this database.',
    );
  }
  return env.SEED_PASSWORD;
}

function say(line: string): void {
  console.log(`  ${line}`);
}
