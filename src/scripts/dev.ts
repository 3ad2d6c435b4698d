import { untilAnswering } from './lib/app';
import { bringUp } from './lib/bring-up';
import { type Child, startBun, type Variables } from './lib/bun-child';
import { main } from './lib/command';
import { compileMessages } from './lib/messages';

const HELP = `
bun dev [options]

The same as \`bun run up\`, with the app served by Vite: it shows what you change when you save it.

  --no-stack   start no local Supabase: use the one .env names
  -h, --help   this text
`;

const options = { 'no-stack': { type: 'boolean', default: false } } as const;

process.chdir(`${import.meta.dirname}/../..`);
await main({ help: HELP, options }, ({ values }) =>
  bringUp(
    { isLogged: false, prepare: compileMessages, start: startVite },
    { withStack: !values['no-stack'] },
  ),
);
process.exit();

/** Vite renders on the server as the built app does; --bun, because the app speaks Bun. */
async function startVite(env: Variables): Promise<Child> {
  const args = [
    '--mode',
    'ssr',
    '--strictPort',
    '--clearScreen',
    'false',
    '--host',
    `${env.HOST}`,
    '--port',
    `${env.PORT}`,
  ];
  const vite = startBun(['--bun', 'node_modules/vite/bin/vite.js', ...args], {
    env: { ...env, NODE_ENV: 'development' },
    output: 'show',
  });
  await untilAnswering(vite, env);
  return vite;
}
