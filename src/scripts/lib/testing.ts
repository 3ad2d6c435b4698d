import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import postgres, { type Sql } from 'postgres';
import { onTestFinished } from 'vitest';
import { ENV } from '~/lib/env.server';

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Running {
  pid: number | undefined;
  ended: Promise<Ended>;
  /** SIGTERM: asks it to end. */
  stop(): void;
  /** SIGKILL: it has no say. */
  kill(): void;
}

type Variables = Record<string, string | undefined>;

const BUN = process.versions.bun ? process.execPath : 'bun';

/** Starts a script of `src/scripts` as a process of its own, in this environment with `variables` laid over it. */
export function startScript(name: string, args: string[] = [], variables: Variables = {}): Running {
  const env = Object.fromEntries(
    Object.entries({ ...process.env, ...variables }).filter(([, value]) => value !== undefined),
  );
  const child = spawn(BUN, [`src/scripts/${name}.ts`, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const code = new Promise<number | null>((resolve) => child.on('close', resolve));
  const read = async () => {
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { code: await code, stdout, stderr };
  };
  return {
    pid: child.pid,
    ended: read(),
    stop: () => child.kill('SIGTERM'),
    kill: () => child.kill('SIGKILL'),
  };
}

/** Runs a script to its end. */
export function runScript(name: string, args?: string[], variables?: Variables): Promise<Ended> {
  return startScript(name, args, variables).ended;
}

export interface Scratch {
  sql: Sql;
  /** What a script needs to work on it. */
  variables: { DIRECT_URL: string; DATABASE_URL: string };
}

/** An empty database of the shared server, gone when the test ends. */
export async function scratchDatabase(): Promise<Scratch> {
  const name = `scratch_${crypto.randomUUID().slice(0, 8)}`;
  const variables = { DIRECT_URL: named(ENV.DIRECT_URL, name), DATABASE_URL: named(ENV.DATABASE_URL, name) };
  const server = postgres(ENV.DIRECT_URL, { max: 1, onnotice() {} });
  await server.unsafe(`create database ${name}`);
  const sql = postgres(variables.DIRECT_URL, { max: 3, onnotice() {} });
  onTestFinished(async () => {
    await sql.end({ timeout: 1 });
    await server.unsafe(`drop database ${name} with (force)`);
    await server.end();
  });
  return { sql, variables };
}

/** The few things of a Supabase project that our migrations build on. */
export async function addAuthSchema(sql: Sql): Promise<void> {
  await sql.unsafe(`
    create schema extensions;
    create schema auth;
    create table auth.users (
      id uuid primary key, email text, encrypted_password text, raw_user_meta_data jsonb, email_change text,
      email_change_token_current text, email_change_token_new text);
    create table auth.sessions (
      id uuid primary key, user_id uuid not null references auth.users on delete cascade, created_at timestamptz,
      not_after timestamptz, ip inet, user_agent text);
    create table auth.identities (user_id uuid not null references auth.users on delete cascade, identity_data jsonb);
    create table auth.flow_state (id uuid primary key, user_id uuid);
    create table auth.audit_log_entries (id uuid primary key, payload json);
    create function auth.jwt() returns jsonb language sql stable as 'select null::jsonb';
    create function auth.uid() returns uuid language sql stable as 'select null::uuid';
  `);
}

/** A throw-away folder, gone when the test ends. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'alcazar-scripts-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a folder of migrations with its journal: a file a name, a minute apart, in the order of the object. */
export function writeMigrations(folder: string, files: Record<string, string>): void {
  mkdirSync(join(folder, 'meta'), { recursive: true });
  const entries = Object.keys(files).map((tag, idx) => ({
    idx,
    version: '7',
    when: 1_700_000_000_000 + idx * 60_000,
    tag,
    breakpoints: true,
  }));
  writeFileSync(
    join(folder, 'meta/_journal.json'),
    JSON.stringify({ version: '7', dialect: 'postgresql', entries }),
  );
  for (const [tag, sql] of Object.entries(files)) writeFileSync(join(folder, `${tag}.sql`), sql);
}

function named(url: string, database: string): string {
  const result = new URL(url);
  result.pathname = `/${database}`;
  return result.href;
}
