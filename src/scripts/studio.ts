import { main } from './lib/command';
import { runDrizzleKit } from './lib/run-script';
import { addressOf } from './lib/session';

const HELP = `
bun run db:studio [options]

Opens Drizzle Studio on the database of DIRECT_URL. The page comes from https://local.drizzle.studio and talks to this machine.
Whoever reaches the port can read and change everything: it listens on loopback unless told otherwise.

  --host <address>  where it listens (127.0.0.1)
  --port <number>   its port (4983)
  --verbose         print every statement
  -h, --help        this text

Exit codes: 1 failed, or ended by a signal (Ctrl-C) · 2 wrong arguments
`;

const options = {
  host: { type: 'string', default: '127.0.0.1' },
  port: { type: 'string', default: '4983' },
  verbose: { type: 'boolean', default: false },
} as const;

await main({ help: HELP, options }, async ({ values }) => {
  const { ENV } = await import('~/lib/env.server');
  console.log(`Studio of ${addressOf(ENV.DIRECT_URL)}`);
  const { host, port, verbose } = values;
  return runDrizzleKit(['studio', '--host', host, '--port', port, ...(verbose ? ['--verbose'] : [])]);
});
