import { createHash } from 'node:crypto';
import { globSync, readFileSync, statSync, writeFileSync } from 'node:fs';

/** Inside `server/`, so that every build takes the stamp of the one before away with it. */
const STAMP = 'server/build.stamp';

const SOURCES = ['src/**', 'public/**', 'vite.config.ts', 'tsconfig.json', 'package.json', 'bun.lock'];
/** What no build reads: scripts and what tests stand on, and files that the message compiler leaves beside its settings. */
const NOT_BUILT =
  /^src\/(scripts|lib\/(testing|i18n\/paraglide|types))\/|project\.inlang\/(?!settings\.json)|\.test\.tsx?$/;

/** True when `dist/` and `server/` were built from the sources as they stand now, by this Bun. */
export function isBuildCurrent(): boolean {
  try {
    return readFileSync(STAMP, 'utf8') === sourceHash();
  } catch {
    return false;
  }
}

/** Remembers what the build that has just ended was made of: the hash that was taken before it began. */
export function stampBuild(hash: string): void {
  writeFileSync(STAMP, hash);
}

/** One hash over every file the build reads, and the version of Bun, which decides the names of the chunks. */
export function sourceHash(): string {
  const hash = createHash('sha256').update(Bun.version);
  for (const file of globSync(SOURCES).sort()) {
    if (NOT_BUILT.test(file) || !statSync(file).isFile()) continue;
    hash.update(`\0${file}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
}
