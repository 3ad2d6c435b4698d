import { AppError } from '~/lib/errors';
import { EXIT, main } from './lib/command';
import { scramVerifier } from './lib/scram';
import { addressOf, withSession } from './lib/session';

const HELP = `
bun run db:app-role

Gives the login of the app, alcazar_app, the password that stands in DATABASE_URL, through DIRECT_URL, and then signs in
with it. The migrations make the role without a password: run this once after the first \`bun run db:migrate\` on a hosted
project, and again whenever the password in DATABASE_URL changes. Connections that are open stay open.

  -h, --help  this text

Exit codes: 0 done · 1 refused or failed · 2 wrong arguments
`;

const ROLE = 'alcazar_app';

await main({ help: HELP, options: {} }, async () => {
  const { ENV } = await import('~/lib/env.server');
  const password = passwordOf(ENV.DATABASE_URL);
  await withSession(ENV, ENV.DIRECT_URL, async (sql) => {
    const [role] = await sql`select rolsuper or rolbypassrls as strong from pg_roles where rolname = ${ROLE}`;
    if (!role)
      throw new AppError('not_found', `There is no role ${ROLE} yet: run \`bun run db:migrate\` first.`);
    if (role.strong)
      throw new AppError('forbidden', `${ROLE} bypasses row-level security: it must not serve the app.`);
    // ALTER ROLE takes no parameters; the verifier is made of base64, digits and three signs.
    await sql.unsafe(`alter role ${ROLE} with login password '${scramVerifier(password)}'`);
  });
  console.log(`${ROLE} has the password of DATABASE_URL now, at ${addressOf(ENV.DIRECT_URL)}.`);
  await withSession(ENV, ENV.DATABASE_URL, (sql) => sql.unsafe('select 1'));
  console.log(`It signs in at ${addressOf(ENV.DATABASE_URL)}.`);
  return EXIT.done;
});

/** The pooler of hosted Supabase wants `role.project` as the user. */
function passwordOf(databaseUrl: string): string {
  const { username, password } = new URL(databaseUrl);
  if (decodeURIComponent(username).split('.')[0] !== ROLE) {
    throw new AppError(
      'invalid',
      `The user in DATABASE_URL is not ${ROLE}: the app signs in as that role and no other.`,
    );
  }
  if (!password) throw new AppError('invalid', 'DATABASE_URL has no password.');
  return decodeURIComponent(password);
}
