import {
  chownSync,
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { startGuarded } from '../guarded-process';
import { initdbOf, type PostgresBinaries } from './binaries';
import type { DatabaseOwner } from './owner';

interface ClusterOptions {
  owner: DatabaseOwner | null;
  ephemeral: boolean;
}

/** The same words the Supabase CLI uses for its local database; the server listens on loopback only. */
const SUPERUSER = 'postgres';
const PASSWORD = 'postgres';

/**
 * Makes a new cluster, in about a second. It appears under its name only when it is whole: a killed run leaves
 * nothing to trip over. Throws what initdb said when it fails.
 */
export async function createCluster(
  cluster: string,
  binaries: PostgresBinaries,
  { owner, ephemeral }: ClusterOptions,
): Promise<void> {
  const unfinished = `${cluster}.unfinished`;
  const passwordFile = `${cluster}.password`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(passwordFile, PASSWORD, { mode: 0o600 });
  if (owner) for (const path of [unfinished, passwordFile]) chownSync(path, owner.uid, owner.gid);
  const flags = [
    `--pgdata=${unfinished}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    ...localeFlags(binaries.major),
    '--no-instructions',
    ...(ephemeral ? ['--no-sync'] : []),
  ];
  try {
    await run([initdbOf(binaries), ...flags], `${cluster}.log`, owner);
    renameSync(unfinished, cluster);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

async function run(command: string[], logPath: string, owner: DatabaseOwner | null): Promise<void> {
  const logFile = openSync(logPath, 'w');
  const { exited } = startGuarded(command, { stopSignal: 'INT', logFile, owner });
  closeSync(logFile);
  const code = await exited;
  const log = readFileSync(logPath, 'utf8').trim();
  rmSync(logPath, { force: true });
  if (code !== 0) throw new Error(`initdb failed with exit code ${code}:\n${log}`);
}

/** The built-in provider sorts the same on every machine; before 17 the C locale comes closest. */
function localeFlags(major: number): string[] {
  return major >= 17
    ? ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
    : ['--locale=C'];
}
