import { EXIT, main, wholeNumber } from './lib/command';
import { startProductionShape } from './lib/fleet/production-shape';
import { hush } from './lib/progress';
import { DEMO_ADMIN, DEMO_USER } from './lib/seed-users';
import { untilAskedToStop } from './lib/stop-request';
import { masked } from './lib/summary';

const HELP = `
bun run stack:real [options]

Brings up the shape of production on this machine: PostgreSQL (15 or later) and pgbouncer in transaction mode as installed
here, one auth server, several instances of the built app, and haproxy before them. All of it on loopback, with throw-away
data; Ctrl-C stops everything and leaves nothing. No root needed.

  --instances <n>    how many instances of the app (2)
  --port <port>      where the front listens (3000); a taken port is replaced by the next free one, and so is 6543, pgbouncer's
  -h, --help         this text

On Debian: sudo apt-get install --no-install-recommends postgresql pgbouncer haproxy
`;

const options = {
  instances: { type: 'string', default: '2' },
  port: { type: 'string', default: '3000' },
} as const;

process.chdir(`${import.meta.dirname}/../..`);
await main({ help: HELP, options }, async ({ values }) => {
  const instances = wholeNumber(values.instances, '--instances');
  const port = wholeNumber(values.port, '--port');
  const asked = untilAskedToStop();
  const starting = startProductionShape({ instances, port, poolerPort: 6543, isSeeded: true });
  const isUp = await Promise.race([asked.then(() => false), starting.then(() => true)]);
  if (!isUp) hush();
  const shape = await starting;
  if (isUp) printAddresses(shape);
  const stackEnded = shape.stack.exited.then((code) => `The local Supabase ended (exit code ${code}).`);
  const ended = await Promise.race([asked, stackEnded, shape.fleet.endedByItself]);
  console.log(ended ? `\n${ended}` : '\nStopping.');
  await shape.stop();
  console.log('Everything is stopped, and its data is gone.');
  return ended ? EXIT.failed : EXIT.done;
});
process.exit();

function printAddresses({
  origin,
  variables,
  fleet,
  folder,
}: Awaited<ReturnType<typeof startProductionShape>>) {
  const rows: [label: string, value: string][] = [
    ['Site', `${origin}  (haproxy)`],
    ...fleet.instances.map(({ name, port }): [string, string] => [name, `http://127.0.0.1:${port}`]),
    ['Mailbox', variables.MAILBOX_URL ?? ''],
    ['Supabase', variables.PUBLIC_SUPABASE_URL ?? ''],
    ['Database', `${masked(variables.DATABASE_URL ?? '')}  (pgbouncer, the app)`],
    ['', `${masked(variables.DIRECT_URL ?? '')}  (PostgreSQL, migrations and psql)`],
    ['Sign in', `${DEMO_ADMIN.email} or ${DEMO_USER.email}`],
    ['Password', variables.SEED_PASSWORD ?? ''],
    ['Logs', folder],
  ];
  const lines = rows.map(([label, value]) => `  ${label.padEnd(10)} ${value}`);
  console.log(`\nThe shape of production is up.\n\n${lines.join('\n')}\n\nCtrl-C stops everything.\n`);
}
