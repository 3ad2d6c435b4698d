import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandOf } from './process-table';

/** What a running `up` or `dev` leaves in its data folder, for the next one to find. */
export interface Running {
  pid: number;
  command: string;
  origin: string;
}

const fileOf = (dataDir: string) => join(dataDir, 'up.json');

/** The `up` or `dev` that works on this data folder now, or null. What a killed one left behind does not count. */
export function findRunning(dataDir: string): Running | null {
  try {
    const running: Running = JSON.parse(readFileSync(fileOf(dataDir), 'utf8'));
    return commandOf(running.pid).includes(`${running.command}.ts`) ? running : null;
  } catch {
    return null;
  }
}

/** Says that this process works on the folder. Returns what takes the word back. */
export function announceRunning(dataDir: string, running: Running): () => void {
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(fileOf(dataDir), JSON.stringify(running));
  return () => rmSync(fileOf(dataDir), { force: true });
}
