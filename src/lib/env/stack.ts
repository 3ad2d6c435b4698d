import type { Variables } from './guide';
import { isLoopbackUrl } from './hosts';
import { staysOnThisMachine } from './this-machine';

const MOVABLE = ['PUBLIC_SUPABASE_URL', 'DATABASE_URL', 'DIRECT_URL', 'MAILBOX_URL', 'SMTP_URL'] as const;

/**
 * Follows the embedded stack to the ports it really got (`stack.env`): a port moves, a host never does, and a
 * variable set in the real process environment stays as it is. In production it counts only when all hosts are loopback.
 */
export function followStack(configured: Variables, real: Variables, stack: Variables): Variables {
  if (configured.NODE_ENV === 'production' && !staysOnThisMachine(configured)) return configured;
  const moved = MOVABLE.filter((name) => real[name] === undefined && isLoopbackUrl(stack[name])).flatMap(
    (name) => {
      const url = movedUrl(name, configured, stack[name]);
      return url === undefined ? [] : [[name, url] as const];
    },
  );
  return { ...configured, ...Object.fromEntries(moved) };
}

/**
 * Only the mailbox may appear out of nothing: it is known to the stack alone. Mail goes there when the data is of this
 * machine, and a mail server that somebody has named stays that one.
 */
function movedUrl(
  name: (typeof MOVABLE)[number],
  configured: Variables,
  target: string | undefined,
): string | undefined {
  const current = configured[name];
  if (name === 'SMTP_URL') return current ?? (isLoopbackUrl(configured.DATABASE_URL) ? target : undefined);
  if (current === undefined) return name === 'MAILBOX_URL' ? target : undefined;
  if (target === undefined || !isLoopbackUrl(current)) return undefined;
  const url = new URL(current);
  url.port = new URL(target).port;
  return url.href;
}
