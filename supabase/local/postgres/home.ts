import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { say } from '../say';
import { type PostgresBinaries, postgresOf } from './binaries';
import { canReach, type DatabaseOwner } from './owner';

/** Where root keeps what the database's account must reach when the repository stands in a private home. */
const SHARED_PLACE = '/var/lib/alcazar-local';

export interface PostgresHome {
  /** The folder that holds the cluster and its log. */
  folder: string;
  binaries: PostgresBinaries;
}

/**
 * Finds a place for the cluster: the data folder, or, when the stack runs as root in a folder the database's
 * account can not enter (/root, a 0700 home), a folder of its own under /var/lib. Says so when it moves.
 */
export function postgresHome(
  dataDir: string,
  binaries: PostgresBinaries,
  owner: DatabaseOwner | null,
): PostgresHome {
  if (!owner) return { folder: dataDir, binaries };
  const folder = canReach(owner, dataDir) ? dataDir : sharedFolder(dataDir);
  const reachable = canReach(owner, postgresOf(binaries)) ? binaries : sharedBinaries(binaries);
  return { folder, binaries: reachable };
}

function sharedFolder(dataDir: string): string {
  const key = createHash('sha256').update(dataDir).digest('hex').slice(0, 8);
  const folder = join(SHARED_PLACE, `${basename(dirname(dataDir))}-${key}`);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  say(`the database's account can not enter ${dataDir}: its files are in ${folder}.`);
  return folder;
}

function sharedBinaries(binaries: PostgresBinaries): PostgresBinaries {
  const root = join(SHARED_PLACE, `postgresql-${binaries.version}`);
  if (!existsSync(root)) copyWhole(binaries.root, root);
  return { ...binaries, root };
}

/** The copy appears under its name only when it is whole. */
function copyWhole(source: string, target: string): void {
  const unfinished = `${target}.${process.pid}`;
  mkdirSync(SHARED_PLACE, { recursive: true, mode: 0o755 });
  cpSync(source, unfinished, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(unfinished, target);
  } catch (error) {
    rmSync(unfinished, { recursive: true });
    // Another stack, starting at the same moment, was quicker.
    if (!existsSync(target)) throw error;
  }
}
