import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Gives this process a temporary folder of its own, which goes when the process does. Qwik hands the manifest of the
 * browser's half to the server's half through a file there that is named after the package alone: two copies that build
 * at once would take each other's, and one that another user has left can not be replaced.
 */
export function keepTempFilesApart(): void {
  const folder = mkdtempSync(join(tmpdir(), 'alcazar-build-'));
  process.env.TMPDIR = folder;
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
}
