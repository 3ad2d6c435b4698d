import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '~/lib/errors';
import type { Patch } from './scenarios';

export interface PatchedBuild {
  /** Its entry, to be started in place of the built one. */
  server: string;
  remove(): void;
}

/**
 * A copy of the built server without one of its cures. The product has no switch for that. Throws where the cure is not found:
 * a control that changes nothing would prove nothing.
 */
export function patchBuild({ without, pattern, instead }: Patch): PatchedBuild {
  // Below the repository, where it finds its packages; `tmp/` is not tracked.
  const folder = join('tmp', `control-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  for (const part of ['server', 'dist']) cpSync(part, join(folder, part), { recursive: true });
  const patched = globSync(join(folder, 'server', '*.js')).filter((file) => {
    const text = readFileSync(file, 'utf8');
    const changed = text.replaceAll(pattern, instead);
    if (changed !== text) writeFileSync(file, changed);
    return changed !== text;
  });
  const remove = () => rmSync(folder, { recursive: true, force: true });
  if (patched.length === 0) {
    remove();
    throw new AppError('not_found', `The built server has nothing that looks like ${without} (${pattern}).`);
  }
  return { server: join(folder, 'server', 'entry.bun.js'), remove };
}
