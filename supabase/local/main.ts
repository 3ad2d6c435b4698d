/**
 * The local Supabase as a process: `bun supabase/local/main.ts [--ephemeral] [--with-parent]`.
 * Says where everything is in one line of JSON on standard output, or as a message to a parent with an IPC
 * channel. SIGINT and SIGTERM stop it with its data kept; `--with-parent` makes it end with the process that
 * holds its standard input.
 */
import { bootStack, type RunningStack } from './boot';
import { reason } from './http';
import { say } from './say';
import { readSettings } from './settings';

const STOPPED_WITHIN_MS = 15_000;

let stack: RunningStack | null = null;
let isStopping = false;

// lite logs whole error objects; a failure is one line here.
console.error = (...parts: unknown[]) => say(parts.map(reason).join(' '));
console.warn = console.error;
// The parent's end of these pipes may be gone before this process is.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

const flags = new Set(process.argv.slice(2));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
if (flags.has('--with-parent')) process.stdin.resume().once('close', () => void stop(0));

try {
  stack = await bootStack(readSettings(process.env, flags.has('--ephemeral')));
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
if (isStopping) await stop(0);
announce({ ready: true, ...stack.addresses });
const code = await stack.databaseExited;
if (!isStopping) {
  say(`the database ended by itself with exit code ${code}; ${stack.databaseLog} says why.`);
  await stop(1);
}

function announce(ready: object): void {
  if (process.send) process.send(ready);
  else process.stdout.write(`${JSON.stringify(ready)}\n`);
}

/** During the start it only leaves a note: what is half started is stopped when it stands. */
async function stop(exitCode: number): Promise<void> {
  isStopping = true;
  if (!stack) return;
  // The watchdogs end the database even then.
  setTimeout(() => process.exit(1), STOPPED_WITHIN_MS).unref();
  await stack.stop();
  process.exit(exitCode);
}
