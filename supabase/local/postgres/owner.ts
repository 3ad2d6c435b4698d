import { ask } from '../ask';

/** The account PostgreSQL runs as. Its fields are spread into `spawn`. */
export interface DatabaseOwner {
  uid: number;
  gid: number;
}

/**
 * PostgreSQL refuses to run as root, so root lends it another account: `postgres` where there is one, else
 * `nobody`, which every Unix has. An ordinary user runs it as themselves: null.
 */
export function databaseOwner(): DatabaseOwner | null {
  if (process.getuid?.() !== 0) return null;
  const owner = accountOf('postgres') ?? accountOf('nobody');
  if (!owner)
    throw new Error(
      'PostgreSQL does not run as root, and this machine has neither an account "postgres" nor "nobody".',
    );
  return owner;
}

function accountOf(name: string): DatabaseOwner | null {
  try {
    return { uid: idOf('-u', name), gid: idOf('-g', name) };
  } catch {
    return null;
  }
}

function idOf(flag: '-u' | '-g', name: string): number {
  return Number(ask('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }));
}

/** Can that account reach these paths? Asked by trying it, because modes, groups and mounts all have a say. */
export function canReach(owner: DatabaseOwner, ...paths: string[]): boolean {
  const script = 'for path in "$@"; do test -x "$path" || exit 1; done';
  try {
    ask('sh', ['-c', script, 'sh', ...paths], { ...owner, cwd: '/', stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
