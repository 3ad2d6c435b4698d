import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** No questions, and no service started: what is installed for a check is started by the check. */
const QUIET = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };

/** True on Debian and its relatives, for root. */
export function canAptInstall(): boolean {
  return process.getuid?.() === 0 && Bun.which('apt-get') !== null;
}

/** Installs packages of the distribution. Throws what apt says when it can not. */
export async function aptInstall(packages: string[]): Promise<void> {
  const env = { ...process.env, ...QUIET };
  await run('apt-get', ['update'], { env });
  await run('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { env });
}
