import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '~/lib/errors';
import type { Patch } from './scenario';

export interface PatchedBuild {
  /** Its entry, to be started in place of the built one. */
  server: string;
  remove(): void;
}

/**
 * A copy of the built server without one of its cures. The product has no switch for that. Throws where a part of the cure is
 * not found: a control that changes nothing would prove nothing.
 */
export function patchBuild({ without, replace }: Patch): PatchedBuild {
  requireCure({ without, replace });
  // Below the repository, where it finds its packages; `tmp/` is not tracked.
  const folder = join('tmp', `control-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  for (const part of ['server', 'dist']) cpSync(part, join(folder, part), { recursive: true });
  for (const file of globSync(join(folder, 'server', '*.js'))) {
    const text = readFileSync(file, 'utf8');
    const changed = replace.reduce((made, [pattern, instead]) => made.replaceAll(pattern, instead), text);
    if (changed !== text) writeFileSync(file, changed);
  }
  const remove = () => rmSync(folder, { recursive: true, force: true });
  return { server: join(folder, 'server', 'entry.bun.js'), remove };
}

/** Throws `AppError('not_found')` where the built server has nothing that looks like a part of the cure. */
export function requireCure({ without, replace }: Patch): void {
  const built = globSync('server/*.js').map((file) => readFileSync(file, 'utf8'));
  const missing = replace.find(([pattern]) => !built.some((text) => text.search(pattern) >= 0));
  if (!missing) return;
  throw new AppError('not_found', `The built server has nothing that looks like ${without} (${missing[0]}).`);
}
