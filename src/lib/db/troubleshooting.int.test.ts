import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres, { type Sql } from 'postgres';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { profiles } from '~/features/auth/auth.schema';
import { db } from '~/lib/db/client';
import { ENV } from '~/lib/env.server';
import { owner } from '~/lib/testing/owner';
import { findPgbouncer } from '../../../supabase/local/pooler/pgbouncer';
import { driverUrl } from './connection';
import { openPool } from './pool';
import { refusalOf } from './refusals';

// The symptoms of docs/guide/11-troubleshooting.md that no other test reproduces, each with what the app makes of it.

// Databases of their own: `empty` was never migrated, and what is broken here is nobody else's.
const empty = `trouble_${crypto.randomUUID().slice(0, 8)}`;
const emptyUrl = named(ENV.DATABASE_URL);
const clients: Sql[] = [];
let isShared: boolean;

beforeAll(async () => {
  await owner.unsafe(`create database ${empty}`);
  isShared = await sharesConnections();
});
afterEach(() => Promise.all(clients.splice(0).map((one) => one.end({ timeout: 1 }))));
afterAll(() => owner.unsafe(`drop database ${empty} with (force)`));

test('prepared statement "…" already exists: two clients, one connection behind the pooler', async () => {
  const twice = async () => {
    for (const one of [client(), client()]) await one.unsafe('prepare greeting as select 1');
    return 'prepared twice';
  };
  // The front gives each client a connection of its own, so there it goes well: the reason to test on pgbouncer too.
  expect(await twice().catch((error) => error.code)).toBe(isShared ? '42P05' : 'prepared twice');
});

test('prepared statement "…" does not exist: `prepare: true`, and the pooler changed the connection', async () => {
  const [app, other] = [client({ prepare: true }), client()];
  const ask = () => app.begin((tx) => tx`select ${41}::int + 1 as n`);
  expect(await ask()).toEqual([{ n: 42 }]);
  const answer = await other.begin(async (tx) => {
    await tx`select 1`; // takes the connection that knows the statement
    return ask().catch((error) => error.code);
  });
  expect(answer).toEqual(isShared && !pgbouncerKeepsStatements() ? '26000' : [{ n: 42 }]);
});

test('with `prepare: false` the same change of connection is not noticed', async () => {
  const [app, other] = [openClient(), client()];
  const ask = () => app.begin((tx) => tx`select ${41}::int + 1 as n`);
  await ask();
  const answer = await other.begin(async (tx) => {
    await tx`select 1`;
    return ask();
  });
  expect(answer).toEqual([{ n: 42 }]);
});

test('relation "…" does not exist: no migration has run. It is a bug, not a refusal', async () => {
  const error = await drizzle(openClient())
    .select()
    .from(profiles)
    .catch((reason) => reason);
  expect(error.cause).toMatchObject({ code: '42P01', message: 'relation "profiles" does not exist' });
  expect(refusalOf(error)).toBeUndefined();
});

test('relation "drizzle_migrations" does not exist: the guide’s own check fails on a database in order', async () => {
  await expect(owner`select * from drizzle_migrations where success = false`).rejects.toMatchObject({
    code: '42P01',
  });
  expect(await owner`select count(*) > 0 as kept from drizzle.__drizzle_migrations`).toEqual([
    { kept: true },
  ]);
});

test('column "…" does not exist: the schema files are ahead of the database', async () => {
  const older = postgres(named(ENV.DIRECT_URL), { max: 1, onnotice() {} });
  clients.push(older);
  await older.unsafe('create schema older; create table older.profiles (id uuid primary key, email text)');
  await older.unsafe(
    'grant usage on schema older to alcazar_app; grant select on older.profiles to alcazar_app',
  );
  const reading = drizzle(openClient()).transaction(async (tx) => {
    await tx.execute(sql`set local search_path = older`);
    return tx.select().from(profiles);
  });
  const error = await reading.catch((reason) => reason);
  expect(error.cause).toMatchObject({ code: '42703', message: 'column "full_name" does not exist' });
  expect(refusalOf(error)).toBeUndefined();
});

test('too many connections at the server: a refusal, 503, and the next request is served', async () => {
  const role = `few_${crypto.randomUUID().slice(0, 8)}`;
  await owner.unsafe(`create role ${role} login password 'few' connection limit 1`);
  const url = Object.assign(new URL(ENV.DIRECT_URL), { username: role, password: 'few' }).href;
  const [holder, late] = [openClient(url), openClient(url)];
  await holder.begin(async (tx) => {
    await tx`select 1`;
    const error = await late`select 1`.catch((reason) => reason);
    expect(error).toMatchObject({ code: '53300' });
    expect(refusalOf(error)).toMatchObject({ code: 'unavailable', retryAfterSeconds: 2 });
  });
  await holder.end();
  await expect.poll(() => late`select 2 as n`.catch((error) => error.code)).toEqual([{ n: 2 }]);
  await late.end();
  await owner.unsafe(`drop role ${role}`);
});

test('a transaction that does something else for too long is ended, and lets go of its locks', async () => {
  const lock = sql`hashtext(${empty})`;
  const slow = db.transaction(async (tx) => {
    await tx.execute(sql`set local idle_in_transaction_session_timeout = '50ms'`);
    await tx.execute(sql`select pg_advisory_xact_lock(${lock})`);
    await sleep(400); // the heavy work, or the call of somebody else's API
    await tx.execute(sql`select 1`);
  });
  expect(refusalOf(await slow.catch((reason) => reason))).toMatchObject({ code: 'unavailable' });
  expect(await db.execute(sql`select pg_try_advisory_xact_lock(${lock}) as free`)).toEqual([{ free: true }]);
});

test('unrecognized configuration parameter "pgbouncer": a driver that hands the parameter on', async () => {
  const direct = `${ENV.DIRECT_URL}?pgbouncer=true`;
  const raw = postgres(direct, { max: 1 });
  clients.push(raw);
  await expect(raw`select 1`).rejects.toMatchObject({ code: '42704' });
  expect(await openClient(direct)`select 1 as n`).toEqual([{ n: 1 }]);
});

test('a setting of the session does not belong to a client of the pooler: it may meet anybody, or nobody', async () => {
  const [app, other] = [client(), client()];
  await app`select set_config('app.tenant', 'seven', false)`;
  const [seen] = await other`select current_setting('app.tenant', true) as tenant`;
  expect(seen?.tenant || null).toBe(isShared ? 'seven' : null);
  await app.begin((tx) => tx`select set_config('app.visit', 'eight', true)`);
  const [after] = await other`select current_setting('app.visit', true) as visit`;
  expect(after?.visit || null).toBeNull();
});

test('types of the database not found: the compiler names the module, `types:supabase` makes it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'alcazar-trouble-'));
  const file = join(folder, 'use.ts');
  writeFileSync(file, `import type { Database } from './supabase';\nexport type Tables = Database;\n`);
  const tsc = ['node_modules/typescript/bin/tsc', '--noEmit', '--lib', 'es5', '--typeRoots', folder, file];
  const { stdout } = await run(tsc);
  rmSync(folder, { recursive: true });
  expect(stdout).toContain("TS2307: Cannot find module './supabase'");
});

test('a hook outside of a component is Code(20), with a link, in a production build too', async () => {
  // What a loader's hook does first. The hook itself cannot be had here: Qwik City loads under Vite alone.
  const script = `import { createContextId, useContext } from '@builder.io/qwik'; useContext(createContextId('loaders'));`;
  expect(await run(['-e', script])).toMatchObject({ code: 1, stderr: expect.stringContaining('Code(20)') });
});

/** A client of the empty database that is set up as the app would not be. */
function client(options: { prepare?: boolean } = {}): Sql {
  const pool = postgres(driverUrl(emptyUrl), { max: 1, prepare: false, fetch_types: false, ...options });
  clients.push(pool);
  return pool;
}

/** A client that is set up as the app is. */
function openClient(url = emptyUrl): Sql {
  const pool = openPool(url, 1);
  clients.push(pool);
  return pool;
}

function named(url: string): string {
  return Object.assign(new URL(url), { pathname: empty }).href;
}

/** Does a pooler stand there that gives the next client the connection of the one before, or the plain front? */
async function sharesConnections(): Promise<boolean> {
  const pids = [];
  for (const one of [client(), client()]) pids.push((await one`select pg_backend_pid() as pid`)[0]?.pid);
  return pids[0] === pids[1];
}

/** Runs Bun with these arguments, and says how it ended. */
function run(args: string[]): Promise<{ code?: number; stdout: string; stderr: string }> {
  return promisify(execFile)(process.execPath, args).catch((error) => error);
}

/** pgbouncer prepares a statement again on the connection it changes to, from 1.24 on without being told. */
function pgbouncerKeepsStatements(): boolean {
  const version = execFileSync(findPgbouncer() ?? 'pgbouncer', ['--version'], { encoding: 'utf8' });
  const [, major = '0', minor = '0'] = /(\d+)\.(\d+)/.exec(version) ?? [];
  return Number(major) > 1 || Number(minor) >= 24;
}
