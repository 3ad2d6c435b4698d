import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandOf, startOf } from '../process-table';

const PATIENCE_MS = 10_000;

/**
 * Stops a server that an earlier run left on this cluster, and removes a postmaster.pid whose number belongs to somebody
 * else's process by now: PostgreSQL would refuse to start over it. One whose process is dead stays: by what it says
 * PostgreSQL finds out whether children of that process are still writing, and refuses to start beside them.
 */
export async function stopLeftover(cluster: string): Promise<void> {
  const pidFile = join(cluster, 'postmaster.pid');
  const pid = readPid(pidFile);
  if (!pid || !startOf(pid)) return;
  const isGone = !isPostgres(pid) || (await endsBy('SIGINT', pid)) || (await endsBy('SIGQUIT', pid));
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
