import { createClient } from '@supabase/supabase-js';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Stack, startStack } from '../stack';
import { VARIANT } from '../test-variant';

/** One test for each thing @supabase/lite has to be cured of over PostgreSQL. */

let stack: Stack;
let sql: postgres.Sql;
beforeAll(async () => {
  stack = await startStack({ ...VARIANT, ephemeral: true });
  sql = postgres(stack.directUrl, { onnotice: () => undefined });
});
afterAll(async () => {
  await sql?.end();
  await stack?.stop();
});

const anonymous = () => createClient(stack.apiUrl, stack.publishableKey, { auth: { persistSession: false } });

test('JSON is encoded once: a trigger on auth.users reads the name that was typed', async () => {
  await sql.unsafe(`
    create table public.greeted (name text);
    create function public.greet() returns trigger language plpgsql security definer set search_path = '' as $$
      begin insert into public.greeted values (new.raw_user_meta_data ->> 'full_name'); return new; end $$;
    create trigger greet after insert on auth.users for each row execute function public.greet();`);
  const { error } = await anonymous().auth.signUp({
    email: 'json@example.test',
    password: 'correct-horse',
    options: { data: { full_name: `Ana "O'Brien" \\ Ñandú` } },
  });
  await sql`drop trigger greet on auth.users`;
  expect(error).toBeNull();
  expect(await sql`select name from public.greeted`).toEqual([{ name: `Ana "O'Brien" \\ Ñandú` }]);
  const [types] = await sql`
    select jsonb_typeof(raw_user_meta_data) as metadata from auth.users where email = 'json@example.test'`;
  expect(types).toEqual({ metadata: 'object' });
});

test('a table that was taken from anon stays taken after requests of the Data API', async () => {
  await sql.unsafe(`
    create table public.secret (id int); insert into public.secret values (1);
    alter table public.secret enable row level security;
    create policy everybody on public.secret for select using (true);
    revoke all on public.secret from anon, authenticated;
    create table public.open (id int); insert into public.open values (1);`);
  expect(await anonymous().from('open').select()).toMatchObject({ data: [{ id: 1 }], error: null });
  const refused = await anonymous().from('secret').select();
  expect(refused.data).toBeNull();
  expect(refused.error?.code).toBe('42501');
  const [grant] = await sql`select has_table_privilege('anon', 'public.secret', 'select') as given`;
  expect(grant).toEqual({ given: false });
});

test('auth.uid() and its sisters read the claims in one piece, as PostgREST and Drizzle hand them in', async () => {
  const claims = {
    sub: '6f1e8f0e-7a3a-4a52-9d53-6f2f0f1c2d3e',
    role: 'authenticated',
    email: 'ana@example.test',
  };
  const [seen] = await sql.begin(async (tx) => {
    await tx`select set_config('request.jwt.claims', ${JSON.stringify(claims)}, true)`;
    return tx`select auth.uid(), auth.role(), auth.email(), auth.jwt() ->> 'sub' as subject`;
  });
  expect(seen).toEqual({ uid: claims.sub, role: claims.role, email: claims.email, subject: claims.sub });
  const [nobody] = await sql`select auth.uid(), auth.role(), auth.email(), auth.jwt()`;
  expect(nobody).toEqual({ uid: null, role: null, email: null, jwt: null });
});

test('a table made after the first request is served: the Data API reads the schema again', async () => {
  await anonymous().from('open').select();
  await sql`create table public.later (id int)`;
  await expect
    .poll(async () => (await anonymous().from('later').select()).error, { timeout: 20_000 })
    .toBeNull();
  await sql`alter table public.later add column name text`;
  await expect
    .poll(async () => (await anonymous().from('later').select('name')).error, { timeout: 20_000 })
    .toBeNull();
});

test('the login of the app owns nothing, bypasses nothing and may become anon or authenticated', async () => {
  const [role] = await sql`
    select rolsuper, rolbypassrls, rolinherit, rolcreaterole,
           (select count(*)::int from pg_class where relowner = pg_roles.oid) as owned
    from pg_roles where rolname = 'alcazar_app'`;
  expect(role).toEqual({
    rolsuper: false,
    rolbypassrls: false,
    rolinherit: false,
    rolcreaterole: false,
    owned: 0,
  });
  const app = postgres(stack.databaseUrl, { prepare: false, fetch_types: false });
  for (const name of ['anon', 'authenticated']) {
    const [{ user }] = await app.begin(async (tx) => {
      await tx.unsafe(`set local role ${name}`);
      return tx<[{ user: string }]>`select current_user as user`;
    });
    expect(user).toBe(name);
  }
  await expect(app.begin((tx) => tx`set local role service_role`)).rejects.toThrow('permission denied');
  await app.end();
});

test('a trigger runs as the auth server’s own role, with its narrow path, as hosted', async () => {
  const [{ path }] = await sql.begin(async (tx) => {
    await tx`set local role supabase_auth_admin`;
    await tx`insert into auth.users (id, email) values (gen_random_uuid(), 'as-auth-admin@example.test')`;
    return tx<[{ path: string[] }]>`
      select setconfig as path from pg_db_role_setting where setrole = 'supabase_auth_admin'::regrole`;
  });
  expect(path).toContain('search_path=auth');
});

test('nothing but Auth and the Data API is served', async () => {
  for (const path of ['/', '/_system/info', '/_system/config', '/storage/v1/bucket', '/studio']) {
    expect((await fetch(stack.apiUrl + path)).status, path).toBe(404);
  }
});

test('a request under another host name is refused', async () => {
  for (const address of [stack.apiUrl, stack.mailUrl]) {
    const response = await fetch(`${address}/auth/v1/health`, { headers: { host: 'rebound.example.test' } });
    expect(response.status).toBe(421);
  }
});
