import { chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startGuarded } from '../guarded-process';
import { answers, bindNext, LOOPBACK, PortTaken, requireFree } from '../ports';
import type { Postgres } from '../postgres/postgres';
import { commandOf, processesOn } from '../process-table';
import type { Pooler } from './pooler';

const READY_WITHIN_MS = 10_000;

/** The pgbouncer of this machine, or null. */
export function findPgbouncer(): string | null {
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    '/usr/sbin',
    '/usr/local/sbin',
    '/opt/homebrew/bin',
  ];
  return folders.map((folder) => join(folder, 'pgbouncer')).find((file) => existsSync(file)) ?? null;
}

/** The process of the pgbouncer that stands before the database in this folder; none where it is down. */
export function pgbouncerOf(folder: string): number[] {
  return processesOn(settingsIn(folder)).filter((pid) => !commandOf(pid).startsWith('sh '));
}

const settingsIn = (folder: string) => join(folder, 'pgbouncer', 'pgbouncer.ini');

/**
 * Starts a real pgbouncer in transaction mode before the database, as hosted Supabase has one: what a session
 * leaves behind shows here. Any role that may log in to the database may log in through it.
 */
export async function startPgbouncer(binary: string, preferred: number, database: Postgres): Promise<Pooler> {
  const folder = join(database.folder, 'pgbouncer');
  mkdirSync(folder, { recursive: true });
  return bindNext('pooler', preferred, async (candidate) => {
    const port = await requireFree(candidate);
    const config = settingsIn(database.folder);
    writeReadable(config, settings(port, database.port, folder), database);
    writeReadable(join(folder, 'users.txt'), '"postgres" "postgres"\n', database);

    const logPath = join(folder, 'pgbouncer.log');
    const logFile = openSync(logPath, 'w', 0o640);
    // It has nothing to save, and its gentler signals wait for clients, in some versions for ever.
    const pooler = startGuarded([binary, config], { stopSignal: 'KILL', logFile, owner: database.owner });
    closeSync(logFile);

    const deadline = Date.now() + READY_WITHIN_MS;
    while (!pooler.hasExited() && Date.now() < deadline) {
      if (await answers(port)) return { port, exited: pooler.exited, stop: pooler.stop };
      await sleep(10);
    }
    await pooler.stop();
    const log = readFileSync(logPath, 'utf8');
    if (/address already in use/i.test(log)) throw new PortTaken('pgbouncer');
    throw new Error(`pgbouncer did not start. Its log, ${logPath}:\n${log.trim()}`);
  });
}

function settings(port: number, databasePort: number, folder: string): string {
  return `[databases]
* = host=${LOOPBACK} port=${databasePort}

[pgbouncer]
listen_addr = ${LOOPBACK}
listen_port = ${port}
unix_socket_dir =
pool_mode = transaction
max_client_conn = 500
default_pool_size = 20
; The app refuses after three seconds, and nobody waits on behalf of somebody who has gone.
query_wait_timeout = 4
; A database that comes back is found again at once, and not a quarter of a minute later.
server_login_retry = 0.5
server_connect_timeout = 3
ignore_startup_parameters = extra_float_digits, pgbouncer, connection_limit, pool_timeout
auth_type = scram-sha-256
auth_file = ${join(folder, 'users.txt')}
auth_user = postgres
auth_query = select usename, passwd from pg_catalog.pg_shadow where usename = $1
log_connections = 0
log_disconnections = 0
log_stats = 0
`;
}

function writeReadable(file: string, text: string, { owner }: Postgres): void {
  writeFileSync(file, text, { mode: 0o600 });
  if (owner) chownSync(file, owner.uid, owner.gid);
}
