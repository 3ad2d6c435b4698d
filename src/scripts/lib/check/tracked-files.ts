import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';

/** Nothing else of the repository knows where it is installed from. In two pieces, or it would find itself. */
const REGISTRY = new RegExp(`https?://[\\w.-]*${'regis'}${'try'}[\\w.-]*\\.\\w+`, 'i');

/** `file:line` of every tracked line that names a package registry, or a folder of the machine it was written on. */
export function leaksInTrackedFiles(): string[] {
  return trackedFiles().flatMap((file) =>
    leaksIn(file, readFileSync(file, 'utf8'), [process.cwd(), homedir()]),
  );
}

/** Everything in the repository that one reads. */
export function trackedFiles(): string[] {
  return execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' }).split('\0').filter(isText);
}

/** The same for one file. `folders` shorter than two names (`/app`, `/root`) are too common to be told from a route. */
export function leaksIn(file: string, text: string, folders: string[]): string[] {
  const personal = folders.filter((folder) => folder.split('/').length > 2);
  return text.split('\n').flatMap((line, index) => {
    const leak = REGISTRY.exec(line)?.[0] ?? personal.find((folder) => line.includes(folder));
    return leak ? [`${file}:${index + 1} names ${leak}`] : [];
  });
}

/** Tracked, still there, and something one reads. */
function isText(file: string): boolean {
  if (!file || /\.(png|jpe?g|webp|avif|ico|woff2?|gz|br)$/.test(file)) return false;
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}
