import { execFileSync } from 'node:child_process';
import { chownSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { initdbOf, type PostgresBinaries } from './binaries';
import type { DatabaseOwner } from './owner';

interface ClusterOptions {
  owner: DatabaseOwner | null;
  ephemeral: boolean;
}

/** The same words the Supabase CLI uses for its local database; the server listens on loopback only. */
const SUPERUSER = 'postgres';
const PASSWORD = 'postgres';

/** Makes a new cluster. It appears under its name only when it is whole: a killed initdb leaves nothing to trip over. */
export function createCluster(
  cluster: string,
  binaries: PostgresBinaries,
  { owner, ephemeral }: ClusterOptions,
): void {
  const unfinished = `${cluster}.unfinished`;
  const passwordFile = `${cluster}.password`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(passwordFile, PASSWORD, { mode: 0o600 });
  if (owner) for (const path of [unfinished, passwordFile]) chownSync(path, owner.uid, owner.gid);
  try {
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
    const env = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
    execFileSync(initdbOf(binaries), flags, {
      ...(owner ?? {}),
      cwd: '/',
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    renameSync(unfinished, cluster);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** The built-in provider sorts the same on every machine; before 17 the C locale comes closest. */
function localeFlags(major: number): string[] {
  return major >= 17
    ? ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
    : ['--locale=C'];
}
