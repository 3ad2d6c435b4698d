import { bringUp } from './lib/bring-up';
import { buildIfChanged, startBuilt } from './lib/built-app';
import { main } from './lib/command';

const HELP = `
bun run up [options]

Brings up the whole of Alcázar on this machine: writes .env when there is none, starts the local Supabase, migrates and
seeds it, builds what has changed, and serves it. Ctrl-C stops everything; the data is kept.

  --no-stack   start no local Supabase: use the one .env names (\`supabase start\`, your own Postgres)
  -h, --help   this text

PORT (3000), LOCAL_DATA_DIR (.local), LOCAL_DB_PORT, LOCAL_POOLER_PORT, LOCAL_API_PORT, LOCAL_MAIL_PORT and
LOCAL_SMTP_PORT, in .env or in the environment, move it: two copies run side by side. A taken port is replaced by the next free one.
When .env names a hosted Supabase, nothing is started, migrated or seeded: it is built and served.
`;

const options = { 'no-stack': { type: 'boolean', default: false } } as const;

process.chdir(`${import.meta.dirname}/../..`);
await main({ help: HELP, options }, ({ values }) =>
  bringUp({ isLogged: true, prepare: buildIfChanged, start: startBuilt }, { withStack: !values['no-stack'] }),
);
process.exit();
