import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterEach, beforeEach } from 'vitest';
import { type Stack, type StackOptions, startStack } from '../stack';

export const ANY_PORTS = { pooler: 0, db: 0, api: 0, mail: 0, smtp: 0 };
export const MAIN = join(import.meta.dirname, '..', 'main.ts');

/** A folder for each test, and stacks that are stopped after it. */
export function useStacks() {
  let folder = '';
  const stacks: Stack[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stack-test-'));
    // The database's account has to pass through.
    chmodSync(folder, 0o711);
  });
  afterEach(async () => {
    for (const stack of stacks.splice(0)) await stack.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    folder: () => folder,
    /** A durable stack on free ports, its data in `data` below the folder of the test. */
    async start(options: StackOptions = {}): Promise<Stack> {
      const dataDir = join(folder, 'data');
      const stack = await startStack({ dataDir, ports: ANY_PORTS, pooler: 'front', ...options });
      stacks.push(stack);
      return stack;
    },
  };
}

/** Runs something as the superuser, on a connection of its own. */
export async function query<T>(stack: Stack, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(stack.directUrl, { max: 1, onnotice: () => undefined });
  return work(sql).finally(() => sql.end({ timeout: 1 }));
}

/** Starts the process itself and waits for its end. */
export async function runMain(env: Record<string, string>): Promise<{ code: number; said: string }> {
  const child = spawn(process.execPath, [MAIN], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const [code] = await once(child, 'close');
  return { code, said };
}
