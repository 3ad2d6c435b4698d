import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answers } from './ports';
import type { Stack } from './stack';
import { ANY_PORTS, query, runMain, useStacks } from './testing/stacks';

/** Where it listens, whom it makes room for, and when it does not start at all. */

const portOf = (url: string) => Number(new URL(url).port);
const portsOf = (stack: Stack) =>
  [stack.apiUrl, stack.mailUrl, stack.smtpUrl, stack.databaseUrl, stack.directUrl].map(portOf);

const { folder, start } = useStacks();

test('a second stack on the same data is refused and told who holds it', async () => {
  const first = await start();
  await expect(start()).rejects.toThrow(
    `Process ${first.pid} already runs a local Supabase on ${first.dataDir}`,
  );
  expect(await query(first, (sql) => sql`select 1 as one`)).toEqual([{ one: 1 }]);
});

test('beside another stack, every port moves to the next free one and stack.env says where', async () => {
  const first = await start();
  const [api = 0, mail = 0, smtp = 0, pooler = 0, db = 0] = portsOf(first);
  const second = await start({ dataDir: join(folder(), 'beside'), ports: { api, mail, smtp, pooler, db } });
  expect(new Set([...portsOf(first), ...portsOf(second)]).size).toBe(10);
  expect(portOf(second.directUrl)).toBeGreaterThan(db);

  const env = readFileSync(join(second.dataDir, 'stack.env'), 'utf8').split('\n');
  expect(env).toEqual([
    `PUBLIC_SUPABASE_URL="${second.apiUrl}"`,
    'PUBLIC_SUPABASE_ANON_KEY="sb_publishable_local_development"',
    `DATABASE_URL="${second.databaseUrl}"`,
    `DIRECT_URL="${second.directUrl}"`,
    `MAILBOX_URL="${second.mailUrl}"`,
    `SMTP_URL="${second.smtpUrl}"`,
    '',
  ]);
  await query(second, (sql) => sql`create table public.only_here (id int)`);
  await expect(query(first, (sql) => sql`select * from public.only_here`)).rejects.toThrow('does not exist');
});

test('a port held on all addresses counts as taken', async () => {
  const squatter = createServer().listen(0, '0.0.0.0');
  await once(squatter, 'listening');
  const address = squatter.address();
  const taken = typeof address === 'object' && address ? address.port : 0;
  const stack = await start({ ports: { ...ANY_PORTS, db: taken } });
  expect(portOf(stack.directUrl)).not.toBe(taken);
  squatter.close();
});

test('it listens on loopback and nowhere else', async () => {
  const stack = await start({ pooler: undefined });
  const others = Object.values(networkInterfaces())
    .flat()
    .filter((face) => face && !face.internal && face.family === 'IPv4')
    .map((face) => face?.address ?? '');
  for (const port of portsOf(stack)) {
    expect(await answers(port)).toBe(true);
    for (const host of others) expect(await answers(port, host), `${host}:${port}`).toBe(false);
  }
});

test('production is refused with a sentence and exit code 1, before anything is made', async () => {
  const dataDir = join(folder(), 'production');
  const { code, said } = await runMain({ NODE_ENV: 'production', LOCAL_DATA_DIR: dataDir });
  expect(code).toBe(1);
  expect(said).toContain('it does not start with NODE_ENV=production');
  expect(existsSync(dataDir)).toBe(false);
});

test('a wrong setting is one line and exit code 1', async () => {
  const { code, said } = await runMain({ LOCAL_DB_PORT: 'many', LOCAL_DATA_DIR: join(folder(), 'data') });
  expect(code).toBe(1);
  expect(said.trim().split('\n')).toEqual([expect.stringContaining('LOCAL_DB_PORT')]);
});
