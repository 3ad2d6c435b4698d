import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { AppError } from '~/lib/errors';

const LIFELINE = join(import.meta.dirname, 'with-parent.ts');
const STOP_WITHIN_MS = 12_000;

/** Everything that has been started and has not ended yet. */
const living = new Set<Child>();

export type Variables = Record<string, string | undefined>;

export interface Child {
  /** Of the process, where it could be started. */
  pid: number | undefined;
  /** Resolves with the exit code when it has ended, asked to or not; 127 when it could not be started. */
  exited: Promise<number>;
  hasExited(): boolean;
  /** What it has written so far; empty unless the output is collected. */
  output(): string;
  /** SIGKILL: it has no say. For those who try what happens then. */
  kill(): void;
  /** Asks it to stop and waits; what does not stop in time is killed with all it has started. */
  stop(): Promise<void>;
}

export interface ChildOptions {
  env?: Variables;
  /** Keep it for `output()`, show it as it comes, or write it to an open file. */
  output: 'collect' | 'show' | number;
}

/**
 * Starts `bun <args>` with the Bun that runs this script. It can not outlive this process, and Ctrl-C in the
 * terminal does not reach it: the script decides what stops first.
 */
export function startBun(args: string[], { env = {}, output }: ChildOptions): Child {
  const sink = output === 'collect' ? 'pipe' : output === 'show' ? 'inherit' : output;
  const child = spawn(process.execPath, ['--preload', LIFELINE, ...args], {
    detached: true,
    env: { ...process.env, ...env, ALCAZAR_PARENT: String(process.pid) },
    stdio: ['pipe', sink, sink],
  });
  const said: Buffer[] = [];
  child.stdout?.on('data', (chunk) => said.push(chunk));
  child.stderr?.on('data', (chunk) => said.push(chunk));
  child.stdin?.on('error', () => undefined);

  let hasExited = false;
  const exited = new Promise<number>((resolve) => {
    child.once('error', () => resolve(127));
    child.once('close', (code) => resolve(code ?? 1));
  }).finally(() => {
    hasExited = true;
    living.delete(handle);
  });
  const handle: Child = {
    pid: child.pid,
    exited,
    hasExited: () => hasExited,
    output: () => Buffer.concat(said).toString('utf8'),
    kill: () => void child.kill('SIGKILL'),
    async stop() {
      if (hasExited || child.pid === undefined) return;
      child.kill('SIGTERM');
      const timer = setTimeout(killGroup, STOP_WITHIN_MS, child.pid);
      await exited;
      clearTimeout(timer);
    },
  };
  living.add(handle);
  return handle;
}

/** Stops every child that still runs: the steps that were cut short. */
export async function stopChildren(): Promise<void> {
  await Promise.all([...living].map((child) => child.stop()));
}

/** Runs `bun <args>` to its end and returns what it wrote. Throws an `AppError` with that when it fails. */
export async function runBun(args: string[], env: Variables = {}): Promise<string> {
  const child = startBun(args, { env, output: 'collect' });
  const code = await child.exited;
  if (code === 0) return child.output();
  throw new AppError(
    'unavailable',
    child.output().trim() || `${args.join(' ')} ended with exit code ${code}.`,
  );
}

function killGroup(leader: number) {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // It ended in the meantime.
  }
}
