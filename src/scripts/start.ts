import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { gatherVariables } from '~/lib/env/files';
import { isLoopbackUrl } from '~/lib/env/hosts';
import { staysOnThisMachine } from '~/lib/env/this-machine';
import { AppError } from '~/lib/errors';
import { isAnswered } from './lib/app-port';
import { main } from './lib/command';

const HELP = `
bun run start

Serves what \`bun run build\` has built, in production mode, on PORT (3000), with the environment as it is. It starts
nothing else and changes nothing in the database. Where everything is on this machine, ORIGIN may be left out.

  -h, --help  this text
`;

const SERVER = 'server/entry.bun.js';

process.chdir(resolve(import.meta.dirname, '../..'));
await main({ help: HELP, options: {} }, async () => {
  if (!existsSync(SERVER)) throw new AppError('not_found', 'There is no build: `bun run build` makes one.');
  fillEnvironment();
  const { ENV } = await import('~/lib/env.server');
  await requireAnswer('Supabase', ENV.PUBLIC_SUPABASE_URL);
  await requireAnswer('database', ENV.DATABASE_URL);
  await import(resolve(SERVER));
  return undefined;
});

/** Production wants the public address; for a server that only this machine can reach, there is just one it can be. */
function fillEnvironment() {
  process.env.NODE_ENV = 'production';
  const { variables } = gatherVariables(process.env, process.cwd());
  if (variables.ORIGIN || !staysOnThisMachine(variables)) return;
  process.env.ORIGIN = `http://localhost:${variables.PORT ?? 3000}`;
}

/** What runs on this machine can be asked for before the first visitor asks. One elsewhere may come up later. */
async function requireAnswer(name: string, url: string) {
  const { hostname, port, host } = new URL(url);
  if (!isLoopbackUrl(url) || (await isAnswered(Number(port), hostname))) return;
  throw new AppError(
    'unavailable',
    `The ${name} that .env names does not answer at ${host}. \`bun run up\` starts a local one and the app with it.`,
  );
}
