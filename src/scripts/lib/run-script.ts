import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Runs drizzle-kit on the runtime of this process, with its terminal, and answers its exit code. */
export function runDrizzleKit(args: string[]): Promise<number> {
  return runScript(fileURLToPath(new URL('bin.cjs', import.meta.resolve('drizzle-kit'))), args);
}

/** Runs another script on the runtime of this process, with its terminal, and answers its exit code. */
export function runScript(path: string, args: string[]): Promise<number> {
  const child = spawn(process.execPath, [path, ...args], { stdio: 'inherit' });
  // A signal to this process alone would leave the child behind.
  const pass = (signal: NodeJS.Signals) => child.kill(signal);
  process.on('SIGINT', pass).on('SIGTERM', pass);
  return new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  }).finally(() => process.off('SIGINT', pass).off('SIGTERM', pass));
}
