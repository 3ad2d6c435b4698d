import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandOf } from '../process-table';

const PATIENCE_MS = 10_000;

/**
 * Stops a server that an earlier run left on this cluster, and removes a postmaster.pid that a crash left: its
 * number may belong to somebody else's process by now, and PostgreSQL would refuse to start over it.
 */
export async function stopLeftover(cluster: string): Promise<void> {
  const pidFile = join(cluster, 'postmaster.pid');
  const pid = readPid(pidFile);
  const isGone = !pid || !isPostgres(pid) || (await endsBy('SIGINT', pid)) || (await endsBy('SIGQUIT', pid));
  if (!isGone)
    throw new Error(`A PostgreSQL server (process ${pid}) still holds ${cluster} and does not stop.`);
  rmSync(pidFile, { force: true });
}

function readPid(pidFile: string): number | null {
  try {
    return Number(readFileSync(pidFile, 'utf8').split('\n')[0]) || null;
  } catch {
    return null;
  }
}

function isPostgres(pid: number): boolean {
  return /postgres|postmaster/.test(commandOf(pid));
}

async function endsBy(signal: 'SIGINT' | 'SIGQUIT', pid: number): Promise<boolean> {
  process.kill(pid, signal);
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    if (!isPostgres(pid)) return true;
    await sleep(20);
  }
  return false;
}
