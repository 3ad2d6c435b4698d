import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '~/lib/errors';
import type { Patch } from './scenario';
import { SCENARIOS } from './scenarios';

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
  const missing = missingParts({ without, replace });
  if (missing.length > 0) throw new AppError('not_found', missing.join('\n'));
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

/** A sentence for each part of the cure that the built server does not have. */
export function missingParts({ without, replace }: Patch): string[] {
  const built = globSync('server/*.js').map((file) => readFileSync(file, 'utf8'));
  return replace
    .filter(([pattern]) => !built.some((text) => text.search(pattern) >= 0))
    .map(([pattern]) => `The built server has nothing that looks like ${without} (${pattern}).`);
}

/** The same for every control there is: one that finds nothing to take away is red, and proves nothing. */
export function missingCures(): string[] {
  const controls = Object.values(SCENARIOS).map(({ control }) => control);
  return controls.flatMap((control) => ('replace' in control ? missingParts(control) : []));
}
