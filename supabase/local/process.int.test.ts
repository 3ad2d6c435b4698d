import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@supabase/supabase-js';
import postgres from 'postgres';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { answers } from './ports';
import { postgresHome } from './postgres/home';
import { canReach, databaseOwner } from './postgres/owner';
import { commandOf } from './process-table';
import { type Stack, type StackOptions, startStack } from './stack';

/** The stack as a process: how it starts, stops, dies, moves out of the way, and what it leaves behind. */

const MAIN = join(import.meta.dirname, 'main.ts');
const ANY_PORTS = { pooler: 0, db: 0, api: 0, mail: 0 };
const isRoot = process.platform === 'linux' && process.getuid?.() === 0;

let folder: string;
let stacks: Stack[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stack-test-'));
  chmodSync(folder, 0o711);
  stacks = [];
});
afterEach(async () => {
  for (const stack of stacks) await stack.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(options: StackOptions = {}): Promise<Stack> {
  const stack = await startStack({
    dataDir: join(folder, 'data'),
    ports: ANY_PORTS,
    pooler: 'front',
    ...options,
  });
  stacks.push(stack);
  return stack;
}

async function query<T>(stack: Stack, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(stack.directUrl, { max: 1, onnotice: () => undefined });
  return work(sql).finally(() => sql.end({ timeout: 1 }));
}

const portOf = (url: string) => Number(new URL(url).port);
const portsOf = (stack: Stack) =>
  [stack.apiUrl, stack.mailUrl, stack.databaseUrl, stack.directUrl].map(portOf);

async function runMain(env: Record<string, string>): Promise<{ code: number; said: string }> {
  const child = spawn(process.execPath, [MAIN], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const [code] = await once(child, 'close');
  return { code, said };
}

/** The processes that name this folder in their command line. */
function processesOn(path: string): number[] {
  const listed =
    process.platform === 'linux'
      ? readdirSync('/proc').filter((name) => /^\d+$/.test(name))
      : execFileSync('ps', ['-Ao', 'pid='], { encoding: 'utf8' }).trim().split('\n');
  return listed.map(Number).filter((pid) => commandOf(pid).includes(path));
}

function postmasterOf(stack: Stack): number {
  return Number.parseInt(readFileSync(join(stack.dataDir, 'postgres-17', 'postmaster.pid'), 'utf8'), 10);
}

test('a clean stop keeps accounts, rows, mails and the key that signs tokens', async () => {
  const first = await start({ mailEverySeconds: 0 });
  const supabase = createClient(first.apiUrl, first.publishableKey, { auth: { persistSession: false } });
  await supabase.auth.signUp({ email: 'kept@example.test', password: 'correct-horse' });
  const mail = await first.mail.last('kept@example.test');
  const token_hash = /token_hash=(\w+)/.exec(mail?.Text ?? '')?.[1] ?? '';
  const { data } = await supabase.auth.verifyOtp({ token_hash, type: 'signup' });
  await first.stop();
  expect(await first.exited).toBe(0);
  expect(existsSync(join(first.dataDir, 'stack.env'))).toBe(false);
  expect(existsSync(join(first.dataDir, 'stack.lock'))).toBe(false);

  const second = await start();
  const again = createClient(second.apiUrl, second.publishableKey, { auth: { persistSession: false } });
  expect((await again.auth.getUser(data.session?.access_token)).data.user?.email).toBe('kept@example.test');
  expect(await second.mail.last('kept@example.test')).toEqual(mail);
});

test('our functions stand after a second boot, where the auth server has put its own again', async () => {
  await (await start()).stop();
  const claims = {
    sub: '6f1e8f0e-7a3a-4a52-9d53-6f2f0f1c2d3e',
    role: 'authenticated',
    email: 'a@example.test',
  };
  const seen = await query(await start(), (sql) =>
    sql.begin(async (tx) => {
      await tx`select set_config('request.jwt.claims', ${JSON.stringify(claims)}, true)`;
      return tx`select auth.uid(), auth.role(), auth.email()`;
    }),
  );
  expect(seen).toEqual([{ uid: claims.sub, role: claims.role, email: claims.email }]);
});

test('what a migration took from new tables stays taken after the next boot', async () => {
  const first = await start();
  await query(first, (sql) => sql`alter default privileges in schema public revoke all on tables from anon`);
  await first.stop();
  const given = await query(await start(), async (sql) => {
    await sql`create table public.later (id int)`;
    return sql`
      select has_table_privilege('anon', 'public.later', 'select') as anon,
             has_table_privilege('service_role', 'public.later', 'select') as service`;
  });
  expect(given).toEqual([{ anon: false, service: true }]);
});

test('SIGKILL leaves no process and loses nothing that was committed', async () => {
  const killed = await start();
  await query(killed, async (sql) => {
    await sql`create table public.kept (id int)`;
    await sql`insert into public.kept values (42)`;
  });
  process.kill(killed.pid, 'SIGKILL');
  await killed.exited;
  await expect.poll(() => processesOn(killed.dataDir), { timeout: 10_000 }).toEqual([]);
  expect(existsSync(join(killed.dataDir, 'stack.lock'))).toBe(true);

  const next = await start();
  expect(await query(next, (sql) => sql`select id from public.kept`)).toEqual([{ id: 42 }]);
});

test('SIGKILL leaves no pgbouncer either', async () => {
  const killed = await start({ pooler: undefined });
  process.kill(killed.pid, 'SIGKILL');
  await killed.exited;
  await expect.poll(() => processesOn(killed.dataDir), { timeout: 10_000 }).toEqual([]);
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

test.each(['SIGINT', 'SIGTERM'] as const)('%s is a clean stop', async (signal) => {
  const stack = await start();
  process.kill(stack.pid, signal);
  expect(await stack.exited).toBe(0);
  expect(processesOn(stack.dataDir)).toEqual([]);
});

test('the database dying is said, and ends the stack', async () => {
  const stack = await start();
  process.kill(postmasterOf(stack), 'SIGKILL');
  expect(await stack.exited).toBe(1);
  expect(await query(await start(), (sql) => sql`select 1 as one`)).toEqual([{ one: 1 }]);
});

test('a second stack on the same data is refused and told who holds it', async () => {
  const first = await start();
  await expect(start()).rejects.toThrow(
    `Process ${first.pid} already runs a local Supabase on ${first.dataDir}`,
  );
  expect(await query(first, (sql) => sql`select 1 as one`)).toEqual([{ one: 1 }]);
});

test('beside another stack, every port moves to the next free one and stack.env says where', async () => {
  const first = await start();
  const [api = 0, mail = 0, pooler = 0, db = 0] = portsOf(first);
  const second = await start({ dataDir: join(folder, 'beside'), ports: { api, mail, pooler, db } });
  expect(new Set([...portsOf(first), ...portsOf(second)]).size).toBe(8);
  expect(portOf(second.directUrl)).toBeGreaterThan(db);

  const env = readFileSync(join(second.dataDir, 'stack.env'), 'utf8').split('\n');
  expect(env).toEqual([
    `PUBLIC_SUPABASE_URL="${second.apiUrl}"`,
    'PUBLIC_SUPABASE_ANON_KEY="sb_publishable_local_development"',
    `DATABASE_URL="${second.databaseUrl}"`,
    `DIRECT_URL="${second.directUrl}"`,
    `MAILBOX_URL="${second.mailUrl}"`,
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
  const dataDir = join(folder, 'production');
  const { code, said } = await runMain({ NODE_ENV: 'production', LOCAL_DATA_DIR: dataDir });
  expect(code).toBe(1);
  expect(said).toContain('it does not start with NODE_ENV=production');
  expect(existsSync(dataDir)).toBe(false);
});

test('a wrong setting is one line and exit code 1', async () => {
  const { code, said } = await runMain({ LOCAL_DB_PORT: 'many', LOCAL_DATA_DIR: join(folder, 'data') });
  expect(code).toBe(1);
  expect(said.trim().split('\n')).toEqual([expect.stringContaining('LOCAL_DB_PORT')]);
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
  await expect.poll(() => processesOn(dataDir), { timeout: 10_000 }).toEqual([]);
  await expect.poll(() => existsSync(dataDir), { timeout: 10_000 }).toBe(false);
});

test('an ephemeral stack leaves no folder', async () => {
  const stack = await startStack({ ephemeral: true });
  expect(existsSync(stack.dataDir)).toBe(true);
  await stack.stop();
  expect(existsSync(stack.dataDir)).toBe(false);
});

test.runIf(isRoot)('as root in a private folder, the database finds a place it can reach', async () => {
  const home = join(folder, 'private');
  mkdirSync(home, { mode: 0o700 });
  const stack = await start({ dataDir: join(home, 'data') });
  const [{ cluster }] = await query(
    stack,
    (sql) => sql<[{ cluster: string }]>`
    select current_setting('data_directory') as cluster`,
  );
  expect(cluster).toMatch(/^\/var\/lib\/alcazar-local\/private-[0-9a-f]{8}\/postgres-17$/);
  await stack.stop();
  rmSync(join(cluster, '..'), { recursive: true });
});

test.runIf(isRoot)('binaries in a private folder are copied to where the account can run them', () => {
  const root = join(folder, 'private', 'native');
  mkdirSync(join(root, 'bin'), { recursive: true });
  writeFileSync(join(root, 'bin', 'postgres'), '#!/bin/sh\n', { mode: 0o755 });
  chmodSync(join(folder, 'private'), 0o700);
  const owner = databaseOwner();
  const home = postgresHome(folder, { root, version: '0.0-test', major: 0 }, owner);
  expect(home.folder).toBe(folder);
  expect(home.binaries.root).toBe('/var/lib/alcazar-local/postgresql-0.0-test');
  expect(owner && canReach(owner, join(home.binaries.root, 'bin', 'postgres'))).toBe(true);
  rmSync(home.binaries.root, { recursive: true });
});

test.runIf(isRoot)('an ordinary user runs it as themselves', async () => {
  const uid = Number(execFileSync('id', ['-u', 'nobody']));
  const dataDir = join(folder, 'data');
  chmodSync(folder, 0o777);
  const env = { ...process.env, LOCAL_DATA_DIR: dataDir, HOME: folder };
  for (const name of ['DB', 'API', 'MAIL', 'POOLER']) Object.assign(env, { [`LOCAL_${name}_PORT`]: '0' });
  const child = spawn(process.execPath, [MAIN, '--with-parent'], {
    uid,
    gid: uid,
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = await once(child.stdout, 'data');
  expect(JSON.parse(String(line))).toMatchObject({ ready: true, dataDir });
  const owners = processesOn(join(dataDir, 'postgres-17')).map((pid) => statSync(`/proc/${pid}`).uid);
  expect(new Set(owners)).toEqual(new Set([uid]));
  child.stdin.end();
  await once(child, 'close');
});
