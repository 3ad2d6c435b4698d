import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startOf } from './process-table';

const LOCK = 'stack.lock';

interface Holder {
  pid: number;
  /** When that process started: a number given out again belongs to somebody else. */
  started: string;
}

/**
 * Takes the data folder for this process. Throws a sentence that names the holder when a living stack has it;
 * the lock of a dead one is taken over. Returns the release.
 */
export function lockDataDir(dataDir: string): () => void {
  const file = join(dataDir, LOCK);
  const mine: Holder = { pid: process.pid, started: startOf(process.pid) };
  while (!create(file, mine)) {
    const holder = read(file);
    if (holder && isAlive(holder)) {
      throw new Error(
        `Process ${holder.pid} already runs a local Supabase on ${dataDir}. Stop it, or set LOCAL_DATA_DIR.`,
      );
    }
    removeStale(file, holder);
  }
  return () => rmSync(file, { force: true });
}

/** Does a living process hold this data folder? */
export function isHeld(dataDir: string): boolean {
  const holder = read(join(dataDir, LOCK));
  return holder !== null && isAlive(holder);
}

/** The lock appears with its content, or not at all: `link` fails when the name is taken. */
function create(file: string, holder: Holder): boolean {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(holder));
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Moves the stale lock away; if another process has replaced it in the meantime, puts that one back. */
function removeStale(file: string, stale: Holder | null): void {
  const aside = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  const moved = read(aside);
  if (moved?.pid !== stale?.pid || moved?.started !== stale?.started) linkSync(aside, file);
  rmSync(aside, { force: true });
}

function read(file: string): Holder | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

function isAlive({ pid, started }: Holder): boolean {
  return started !== '' && startOf(pid) === started;
}
