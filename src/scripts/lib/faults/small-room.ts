import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '~/lib/errors';

const BYTES = 300 * 1024 ** 2;

/** Is all that is temporary on a file system that is soon full? */
export function isInSmallRoom(): boolean {
  const { bsize, blocks } = statfsSync(tmpdir());
  return bsize * blocks <= BYTES;
}

/**
 * Runs `bun <args>` with a file system of 300 MB, in memory, for all that is temporary, and answers its exit code. Nobody else
 * sees that file system, and it is gone with the last process that does. Throws a sentence where the machine forbids it.
 */
export async function runInSmallRoom(args: string[]): Promise<number> {
  const room = mkdtempSync(join(tmpdir(), 'alcazar-room-'));
  try {
    const [command = '', ...before] = entering(room);
    requireAllowed(command, [...before, 'true']);
    const env = { ...process.env, TMPDIR: room };
    const child = spawn(command, [...before, process.execPath, ...args], { stdio: 'inherit', env });
    return await new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? 1)));
  } finally {
    rmdirSync(room);
  }
}

/**
 * Linux lets root mount in a namespace of its own, and lets anybody be root in one. PostgreSQL wants to be run by somebody else:
 * whoever was not root before is not root afterwards either.
 */
function entering(room: string): string[] {
  const [user, group] = [process.getuid?.(), process.getgid?.()];
  const mount = `mount -t tmpfs -o size=${BYTES},mode=1777 tmpfs "$0" && exec "$@"`;
  if (user === 0) return ['unshare', '--mount', 'sh', '-c', mount, room];
  const asBefore = ['unshare', '--user', `--map-user=${user}`, `--map-group=${group}`];
  return ['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c', mount, room, ...asBefore];
}

function requireAllowed(command: string, args: string[]): void {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status === 0) return;
  throw new AppError(
    'forbidden',
    `This machine does not let you mount a small file system: ${error?.message ?? stderr.trim()}
Linux does, in a namespace of your own, unless that is switched off (kernel.unprivileged_userns_clone,
kernel.apparmor_restrict_unprivileged_userns). Root may, except in most containers.`,
  );
}
