import type { Variables } from './guide';
import { isLoopbackUrl } from './hosts';

const HOSTS = ['PUBLIC_SUPABASE_URL', 'DATABASE_URL', 'DIRECT_URL', 'ORIGIN'] as const;

/** True when no variable names a host beyond this machine. An unreadable URL counts as beyond: no privilege by mistake. */
export function staysOnThisMachine(variables: Variables): boolean {
  return HOSTS.every((name) => variables[name] === undefined || isLoopbackUrl(variables[name]));
}
