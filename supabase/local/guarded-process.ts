import { type ChildProcess, spawn } from 'node:child_process';
import type { DatabaseOwner } from './postgres/owner';

/**
 * Runs the command and watches a pipe from the stack. When the pipe closes, for whatever reason, SIGKILL of
 * the stack included, the command gets its stop signal: nothing is left running without its stack.
 * Descriptor 3 keeps the pipe, because a background job of `sh` starts with /dev/null as its input.
 */
const WATCHDOG = `
exec 3<&0 </dev/null
signal=$1; shift
"$@" 3<&- &
command=$!
( while read -r _ <&3; do :; done; kill -s "$signal" "$command" 2>/dev/null ) &
watch=$!
exec 3<&-
wait "$command"; code=$?
kill "$watch" 2>/dev/null
exit "$code"
`;

export interface GuardedProcess {
  /** Resolves with the exit code when the command has ended. */
  exited: Promise<number>;
  hasExited(): boolean;
  /** Asks the command to stop and waits until it has. */
  stop(): Promise<void>;
}

export interface GuardOptions {
  /** The signal that ends this command quickly and cleanly. */
  stopSignal: 'INT' | 'KILL';
  /** Descriptor of an open file for everything the command says. */
  logFile: number;
  /** Who runs it; null for the user of the stack. */
  owner: DatabaseOwner | null;
}

/** Starts a command that can not outlive this process. */
export function startGuarded(command: string[], options: GuardOptions): GuardedProcess {
  const child = spawn('sh', ['-c', WATCHDOG, 'watchdog', options.stopSignal, ...command], {
    // Its own session: Ctrl-C in the terminal goes to the stack, which decides the order of stopping.
    detached: true,
    cwd: '/',
    env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['pipe', options.logFile, options.logFile],
    ...(options.owner ?? {}),
  });
  let ended = false;
  const exited = exitOf(child).finally(() => {
    ended = true;
  });
  return {
    exited,
    hasExited: () => ended,
    async stop() {
      child.stdin?.end();
      await exited;
    },
  };
}

function exitOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once('error', () => resolve(127));
    child.once('exit', (code) => resolve(code ?? 1));
    child.stdin?.on('error', () => undefined);
  });
}
