import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Runs drizzle-kit on the runtime of this process, with its terminal, and answers its exit code. */
export function runDrizzleKit(args: string[]): Promise<number> {
  return runScript(fileURLToPath(new URL('bin.cjs', import.meta.resolve('drizzle-kit'))), args);
}

/** Runs another script on the runtime of this process, with its terminal, and answers its exit code. */
export function runScript(path: string, args: string[]): Promise<number> {
  const child = spawn(process.execPath, [path, ...args], { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}
