import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isHeld } from './lock';

const PREFIX = 'alcazar-stack-';
const ABANDONED_AFTER_MS = 60 * 60 * 1000;

/** A data folder that lives as long as its stack. Removes those that killed test runs left behind. */
export function createThrowaway(): string {
  for (const name of readdirSync(tmpdir())) {
    if (name.startsWith(PREFIX)) removeAbandoned(join(tmpdir(), name));
  }
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  // mkdtemp makes it private; the database's account has to pass through.
  chmodSync(folder, 0o711);
  return folder;
}

function removeAbandoned(folder: string): void {
  try {
    const age = Date.now() - statSync(folder).mtimeMs;
    if (age > ABANDONED_AFTER_MS && !isHeld(folder)) rmSync(folder, { recursive: true, force: true });
  } catch {
    // Another user's, or gone in the meantime: not ours to remove.
  }
}
