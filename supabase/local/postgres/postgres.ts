import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type GuardedProcess, startGuarded } from '../guarded-process';
import { bindNext, LOOPBACK, PortTaken, requireFree } from '../ports';
import { startOf } from '../process-table';
import { postgresOf, requireBinaries } from './binaries';
import { createCluster } from './cluster';
import { postgresHome } from './home';
import { stopLeftover } from './leftover';
import { type DatabaseOwner, databaseOwner } from './owner';

const READY_WITHIN_MS = 60_000;

export interface PostgresOptions {
  dataDir: string;
  /** The preferred port; 0 for any. */
  port: number;
  source: 'embedded' | 'system';
  /** Trades durability for speed: for data that is thrown away with its test run. */
  ephemeral: boolean;
}

export interface Postgres {
  port: number;
  major: number;
  /** The folder of the cluster, for what must live beside it (pgbouncer's files). */
  folder: string;
  owner: DatabaseOwner | null;
  logPath: string;
  /** Resolves when the server has ended, asked to or not. */
  exited: Promise<number>;
  /** Fast shutdown: open transactions roll back, everything committed is on disk. */
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL on loopback, making the cluster the first time and stopping a server that a killed run left.
 * Throws a sentence when this machine can not run one, or the end of the server's log when it does not start.
 */
export async function startPostgres({
  dataDir,
  port,
  source,
  ephemeral,
}: PostgresOptions): Promise<Postgres> {
  const owner = databaseOwner();
  const { folder, binaries } = postgresHome(dataDir, requireBinaries(source), owner);
  const cluster = join(folder, `postgres-${binaries.major}`);
  const logPath = join(folder, 'postgres.log');
  if (existsSync(cluster)) await stopLeftover(cluster);
  else await createCluster(cluster, binaries, { owner, ephemeral });

  return bindNext('database', port, async (preferred) => {
    const free = await requireFree(preferred);
    const command = [postgresOf(binaries), '-D', cluster, ...settings(free, ephemeral)];
    const logFile = openSync(logPath, 'w', 0o640);
    const server = startGuarded(command, { stopSignal: 'INT', logFile, owner });
    closeSync(logFile);
    await untilReady(server, cluster, logPath);
    return {
      port: free,
      major: binaries.major,
      folder,
      owner,
      logPath,
      exited: server.exited,
      stop: server.stop,
    };
  });
}

function settings(port: number, ephemeral: boolean): string[] {
  const values: Record<string, string> = {
    listen_addresses: LOOPBACK,
    port: String(port),
    unix_socket_directories: '',
    max_connections: '200',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    // The server's own story; a statement that fails is told to whoever sent it.
    log_min_messages: 'log',
    ...(ephemeral ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** The way `pg_ctl` waits: the server writes its state into the last line of postmaster.pid. */
async function untilReady(server: GuardedProcess, cluster: string, logPath: string): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!server.hasExited() && Date.now() < deadline) {
    if (isReady(cluster)) return;
    await sleep(10);
  }
  await server.stop();
  const log = readFileSync(logPath, 'utf8');
  if (log.includes('Address already in use')) throw new PortTaken('postgres');
  throw new Error(
    `PostgreSQL did not start. The end of ${logPath}:\n${log.trim().split('\n').slice(-8).join('\n')}`,
  );
}

function isReady(cluster: string): boolean {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    // One that was killed has left the file as it was.
    return lines[7]?.trim() === 'ready' && startOf(Number(lines[0])) !== '';
  } catch {
    return false;
  }
}
