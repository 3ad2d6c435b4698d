/**
 * The local Supabase as a process: `bun supabase/local/main.ts [--ephemeral] [--with-parent]`.
 * Prints one line of JSON on standard output when it is ready. SIGINT and SIGTERM stop it with its data kept;
 * with `--with-parent` the end of standard input does too.
 */
import { bootStack, type RunningStack } from './boot';
import { reason } from './http';
import { say } from './say';
import { readSettings } from './settings';

// lite logs whole error objects; a failure is one line here.
console.error = (...parts: unknown[]) => say(parts.map(reason).join(' '));
console.warn = console.error;
process.stderr.on('error', () => undefined);

const flags = new Set(process.argv.slice(2));
let stack: RunningStack | null = null;
let isStopping = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
if (flags.has('--with-parent'))
  process.stdin
    .resume()
    .once('end', () => void stop(0))
    .once('close', () => void stop(0));

try {
  stack = await bootStack(readSettings(process.env, flags.has('--ephemeral')));
  if (isStopping) await stop(0);
  process.stdout.write(`${JSON.stringify({ ready: true, ...stack.addresses })}\n`);
  const code = await stack.databaseExited;
  if (!isStopping) {
    say(`the database ended by itself (exit code ${code}); its log says why.`);
    await stop(1);
  }
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

async function stop(code: number): Promise<void> {
  if (isStopping && !stack) return;
  isStopping = true;
  await stack?.stop();
  if (stack) process.exit(code);
}
