import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startOf } from '../../../supabase/local/process-table';

/** What a running `up` or `dev` leaves in its data folder, for the next one to find. */
export interface Running {
  pid: number;
  /** When that process started: a number given out again belongs to somebody else. */
  started: string;
  origin: string;
}

const fileOf = (dataDir: string) => join(dataDir, 'up.json');

/** The `up` or `dev` that works on this data folder now, or null. What a killed one left behind does not count. */
export function findRunning(dataDir: string): Running | null {
  try {
    const running: Running = JSON.parse(readFileSync(fileOf(dataDir), 'utf8'));
    return running.started !== '' && startOf(running.pid) === running.started ? running : null;
  } catch {
    return null;
  }
}

/** Says that this process works on the folder and serves at `origin`. Returns what takes the word back. */
export function announceRunning(dataDir: string, origin: string): () => void {
  mkdirSync(dataDir, { recursive: true });
  const running: Running = { pid: process.pid, started: startOf(process.pid), origin };
  writeFileSync(fileOf(dataDir), JSON.stringify(running));
  return () => rmSync(fileOf(dataDir), { force: true });
}
