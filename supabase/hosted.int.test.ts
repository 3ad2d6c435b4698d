import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ACCESS, grantsFor } from '../src/lib/testing/access/expected';
import { type Postgres, startPostgres } from './local/postgres/postgres';
import { createThrowaway } from './local/throwaway';

/**
 * The migrations on a database as hosted Supabase hands it over: the owner of the project is no superuser, the auth schema belongs
 * to somebody else, everything in public is granted to the API roles by default, people have signed up, and the trigger of the guide
 * was pasted into the SQL editor.
 */
const AS_HOSTED = `
  create role anon nologin noinherit;
  create role authenticated nologin noinherit;
  create role service_role nologin noinherit bypassrls;
  create role supabase_auth_admin login noinherit createrole password 'auth';
  create role project_owner login createrole createdb bypassrls password 'owner';
  grant anon, authenticated, service_role to project_owner with admin option;
  alter database postgres owner to project_owner;
  alter schema public owner to project_owner;
  grant usage on schema public to anon, authenticated, service_role;
  create schema extensions authorization project_owner;
  create schema auth authorization supabase_auth_admin;
  alter role supabase_auth_admin set search_path = auth;

  set role supabase_auth_admin;
  create table auth.users (
    id uuid primary key, instance_id uuid, aud text, role text, email text, encrypted_password text, email_confirmed_at timestamptz,
    raw_app_meta_data jsonb, raw_user_meta_data jsonb, confirmation_token text, recovery_token text, email_change text,
    email_change_token_current text, email_change_token_new text, created_at timestamptz, updated_at timestamptz);
  create unique index users_email_partial_key on auth.users (email);
  create table auth.identities (
    id uuid, user_id uuid references auth.users on delete cascade, provider text, provider_id text, identity_data jsonb,
    last_sign_in_at timestamptz, created_at timestamptz, updated_at timestamptz);
  create table auth.sessions (
    id uuid primary key, user_id uuid not null references auth.users on delete cascade, not_after timestamptz, user_agent text,
    ip inet, created_at timestamptz default now(), updated_at timestamptz default now());
  create table auth.flow_state (id uuid primary key, user_id uuid, provider_access_token text);
  create table auth.audit_log_entries (id uuid primary key, payload json, created_at timestamptz, ip_address text);
  create function auth.jwt() returns jsonb language sql stable as
    $$ select nullif(current_setting('request.jwt.claims', true), '')::jsonb $$;
  create function auth.uid() returns uuid language sql stable as
    $$ select nullif(current_setting('request.jwt.claims', true)::jsonb ->> 'sub', '')::uuid $$;
  alter table auth.users enable row level security;
  alter table auth.sessions enable row level security;
  alter table auth.flow_state enable row level security;
  alter table auth.audit_log_entries enable row level security;
  grant usage on schema auth to project_owner, anon, authenticated;
  grant all on all tables in schema auth to project_owner;
  insert into auth.users (id, email, raw_user_meta_data) values
    ('00000000-0000-0000-0000-00000000000a', 'early@example.test', '{"full_name": " Early  Bird "}');
  reset role;

  set role project_owner;
  alter default privileges in schema public grant all on tables to anon, authenticated, service_role;
  alter default privileges in schema public grant all on functions to anon, authenticated, service_role;
  create function public.handle_new_user() returns trigger as $$ begin
    insert into public.profiles (id, email, full_name, role)
    values (new.id, new.email, new.raw_user_meta_data->>'full_name', 'user');
    return new; end; $$ language plpgsql security definer;
  create trigger on_auth_user_created after insert on auth.users
    for each row execute procedure public.handle_new_user();
  reset role;`;

/** What is open to users, whole tables only: grants of columns are not listed where these are read. */
const GRANTED = Object.entries(ACCESS)
  .sort()
  .flatMap(([table, { anon, owner }]) =>
    Object.entries({ anon, authenticated: owner }).flatMap(([grantee, words]) =>
      grantsFor(words)
        .filter((grant) => !grant.includes('('))
        .map((grant) => ({ table, grantee, privilege: grant.toUpperCase() })),
    ),
  );

const PASSWORD = 'p%40ss:word/ñ of the app';

let folder: string;
let server: Postgres;
let superuser: Sql;

beforeAll(async () => {
  folder = createThrowaway();
  server = await startPostgres({
    dataDir: folder,
    port: 0,
    source: process.env.STACK === 'real' ? 'system' : 'embedded',
    ephemeral: true,
  });
  superuser = postgres(urlOf('postgres', 'postgres'), { max: 1, onnotice() {} });
  await superuser.unsafe(AS_HOSTED);
});
afterAll(async () => {
  await superuser?.end();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const urlOf = (user: string, password: string) =>
  `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${server.port}/postgres`;

async function script(name: string, appUser = 'alcazar_app') {
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: 'test',
    PUBLIC_SUPABASE_URL: 'http://127.0.0.1:54321',
    PUBLIC_SUPABASE_ANON_KEY: 'sb_publishable_local_development',
    DIRECT_URL: urlOf('project_owner', 'owner'),
    DATABASE_URL: `${urlOf(appUser, PASSWORD)}?pgbouncer=true`,
    SEED_PASSWORD: 'correct-horse-battery-7',
    LOCAL_DATA_DIR: folder,
  };
  const args = [`src/scripts/${name}.ts`, ...(name === 'migrate' ? ['--logs', folder] : [])];
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  return { code, stdout, stderr };
}

async function as<T>(user: string, password: string, work: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = postgres(urlOf(user, password), { max: 1, onnotice() {} });
  return work(sql).finally(() => sql.end());
}

test('a login that bypasses the policies is refused, and nothing of the migration stays', async () => {
  expect(await script('app-role')).toMatchObject({ code: 1, stderr: expect.stringContaining('db:migrate') });
  await superuser`create role alcazar_app login bypassrls`;
  const refused = await script('migrate');
  expect(refused).toMatchObject({ code: 1 });
  expect(refused.stderr).toContain('more than an ordinary login may have');
  await superuser`drop role alcazar_app`;
});

test('the owner of a project, no superuser, migrates; a second time there is nothing to do', async () => {
  expect(await script('migrate')).toMatchObject({ code: 0, stderr: '' });
  expect((await script('migrate')).stdout).toContain('Nothing to do');
  const [role] = await superuser`
    select usesuper, usebypassrls, passwd is null as locked, array_to_string(useconfig, ' ') as settings
    from pg_shadow where usename = 'alcazar_app'`;
  expect(role).toEqual({
    usesuper: false,
    usebypassrls: false,
    locked: true,
    settings: 'statement_timeout=15s lock_timeout=5s idle_in_transaction_session_timeout=30s',
  });
});

test('who signed up before has a profile, and who signs up now gets one', async () => {
  await as('supabase_auth_admin', 'auth', async (sql) => {
    await sql`insert into users (id, email, raw_user_meta_data) values (${crypto.randomUUID()}, 'late@example.test', '"odd"')`;
  });
  expect(await superuser`select email, full_name, role from profiles order by email`).toEqual([
    { email: 'early@example.test', full_name: 'Early Bird', role: 'user' },
    { email: 'late@example.test', full_name: null, role: 'user' },
  ]);
});

test('what Supabase grants by default is taken back, now and for tables to come', async () => {
  await as('project_owner', 'owner', (sql) => sql`create table public.later (id int)`);
  const granted = await superuser`
    select table_name as table, grantee, privilege_type as privilege from information_schema.role_table_grants
    where table_schema = 'public' and grantee in ('anon', 'authenticated') order by 1, 2, 3`;
  expect([...granted]).toEqual(GRANTED);
});

test('db:app-role lets the app in with the password of DATABASE_URL, and sends no password to do so', async () => {
  await superuser`alter system set log_statement = 'all'`;
  await superuser`select pg_reload_conf()`;
  const given = await script('app-role');
  expect(given).toMatchObject({ code: 0, stderr: '' });
  expect(given.stdout + (await serverLog())).not.toContain('of the app');
  expect(await serverLog()).toContain('alter role alcazar_app with login password');

  const seen = await as('alcazar_app', PASSWORD, async (sql) => {
    const [limits] = await sql`select current_setting('statement_timeout') as statement`;
    const users = await sql`select from auth.users`.catch((error) => error.code);
    return { limits, users, profiles: (await sql`select from profiles`).length };
  });
  expect(seen).toEqual({ limits: { statement: '15s' }, users: '42501', profiles: 2 });
});

test('db:app-role gives nobody else a password', async () => {
  const refused = await script('app-role', 'postgres');
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('is not alcazar_app') });
});

test('the seed writes its accounts the way the hosted auth server reads them', async () => {
  expect(await script('seed')).toMatchObject({ code: 0, stderr: '' });
  const [user] = await superuser`
    select instance_id, aud, role, confirmation_token, recovery_token, email_change, email_change_token_new,
      left(encrypted_password, 7) as hash from auth.users where email = 'user@example.test'`;
  expect(user).toEqual({
    instance_id: '00000000-0000-0000-0000-000000000000',
    aud: 'authenticated',
    role: 'authenticated',
    confirmation_token: '',
    recovery_token: '',
    email_change: '',
    email_change_token_new: '',
    hash: '$2b$10$',
  });
});

test('somebody who leaves is gone from the auth server too, its diary included', async () => {
  const [user] = await superuser`select id from auth.users where email = 'late@example.test'`;
  await superuser`insert into auth.identities (id, user_id, provider) values (${crypto.randomUUID()}, ${user?.id}, 'email')`;
  await superuser`insert into auth.flow_state (id, user_id, provider_access_token) values (${crypto.randomUUID()}, ${user?.id}, 'secret')`;
  await superuser`
    insert into auth.audit_log_entries (id, payload)
    select gen_random_uuid(), json_build_object('action', 'login', 'actor_id', id, 'actor_username', email) from auth.users`;
  const record = await as('alcazar_app', PASSWORD, async (sql) => {
    const [found] = await sql`select private.account_record(${user?.id}) as record`;
    await sql`select private.delete_account(${user?.id})`;
    return found?.record;
  });
  expect(record).toMatchObject({ email: 'late@example.test', identities: [{ provider: 'email' }] });
  expect(JSON.stringify(record)).not.toMatch(/password|token|[$]2b/);
  const left = await superuser`
    select from auth.users where id = ${user?.id}
    union all select from auth.flow_state where user_id = ${user?.id}
    union all select from auth.audit_log_entries where payload ->> 'actor_id' = ${user?.id}`;
  expect(left).toHaveLength(0);
  expect(await superuser`select from auth.audit_log_entries`).not.toHaveLength(0);
});

async function serverLog(): Promise<string> {
  return Bun.file(`${server.folder}/postgres.log`).text();
}
