import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { postmasterOf } from './postgres/postmaster';
import { commandOf, processesOn } from './process-table';
import { query, useStacks } from './testing/stacks';

/** What is left when something dies without a word: no process, and every committed row. */

const { start } = useStacks();

test('SIGKILL leaves no process and loses nothing that was committed', async () => {
  const killed = await start();
  await query(killed, async (sql) => {
    await sql`create table public.kept (id int)`;
    await sql`insert into public.kept values (42)`;
  });
  process.kill(killed.pid, 'SIGKILL');
  await killed.exited;
  await expect.poll(() => processesOn(killed.dataDir), { timeout: 20_000 }).toEqual([]);
  expect(existsSync(join(killed.dataDir, 'stack.lock'))).toBe(true);

  const next = await start();
  expect(await query(next, (sql) => sql`select id from public.kept`)).toEqual([{ id: 42 }]);
});

test('SIGKILL leaves no pgbouncer either', async () => {
  const killed = await start({ pooler: undefined });
  process.kill(killed.pid, 'SIGKILL');
  await killed.exited;
  await expect.poll(() => processesOn(killed.dataDir), { timeout: 20_000 }).toEqual([]);
});

test('a server that lost its watchdog too is stopped by the next start', async () => {
  const killed = await start();
  await query(killed, (sql) => sql`create table public.kept (id int)`);
  const postmaster = postmasterOf(killed);
  // Frozen, so that it does not notice what happens to its watchdogs.
  process.kill(killed.pid, 'SIGSTOP');
  const watchdogs = processesOn(killed.dataDir).filter((pid) => commandOf(pid).startsWith('sh '));
  for (const pid of [...watchdogs, killed.pid]) process.kill(pid, 'SIGKILL');
  await killed.exited;
  expect(processesOn(killed.dataDir)).toContain(postmaster);

  const next = await start();
  expect(processesOn(next.dataDir)).not.toContain(postmaster);
  expect(await query(next, (sql) => sql`select id from public.kept`)).toEqual([]);
});

test('the database dying is said, and ends the stack', async () => {
  const stack = await start();
  process.kill(postmasterOf(stack), 'SIGKILL');
  expect(await stack.exited).toBe(1);
  expect(await query(await start(), (sql) => sql`select 1 as one`)).toEqual([{ one: 1 }]);
});

test('it ends with the process that started it', async () => {
  const script = `
    const { startStack } = await import(${JSON.stringify(join(import.meta.dirname, 'stack.ts'))});
    const stack = await startStack({ ephemeral: true, pooler: 'front' });
    console.log(JSON.stringify({ pid: stack.pid, dataDir: stack.dataDir }));
    process.kill(process.pid, 'SIGKILL');`;
  const parent = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(parent.stdout, 'data');
  const { dataDir } = JSON.parse(String(line));
  await expect.poll(() => processesOn(dataDir), { timeout: 20_000 }).toEqual([]);
  await expect.poll(() => existsSync(dataDir), { timeout: 20_000 }).toBe(false);
});
