import { describe, expect, test } from 'vitest';
import { addAuthSchema, runScript, scratchDatabase } from './lib/testing';

const REMOTE = {
  PUBLIC_SUPABASE_URL: 'https://c4n4ryref.supabase.co',
  DATABASE_URL:
    'postgres://alcazar_app.c4n4ryref:c4n4ry-secret@aws-0-eu.pooler.supabase.com:6543/postgres?pgbouncer=true&sslmode=require',
  DIRECT_URL:
    'postgres://postgres.c4n4ryref:c4n4ry-secret@aws-0-eu.pooler.supabase.com:5432/postgres?sslmode=require',
};

describe.each(['push', 'reset'])('db:%s', (script) => {
  test('refuses a host that is not this machine, before it connects', async () => {
    const { code, stderr } = await runScript(script, [], { ...REMOTE, NODE_ENV: 'development' });
    expect(code).toBe(1);
    expect(stderr).toBe(
      `db:${script} is for a database on this machine only, and DIRECT_URL or DATABASE_URL names another host. Nothing was changed.\n`,
    );
  });

  test.each(['production', 'test'])('refuses NODE_ENV=%s', async (NODE_ENV) => {
    const { sql, variables } = await scratchDatabase();
    await sql`create table precious (id int)`;
    const { code, stderr } = await runScript(script, [], {
      ...variables,
      NODE_ENV,
      ORIGIN: 'http://localhost:3000',
    });
    expect(code).toBe(1);
    expect(stderr).toBe(
      `db:${script} is for development only, and NODE_ENV is ${NODE_ENV}. Nothing was changed.\n`,
    );
    expect(await sql`select from pg_tables where tablename = 'precious'`).toHaveLength(1);
  });

  test('hands nothing to drizzle-kit that would go around the check', async () => {
    const { code, stderr } = await runScript(script, ['--url', REMOTE.DIRECT_URL], {
      NODE_ENV: 'development',
    });
    expect(code).toBe(2);
    expect(stderr).toContain("Unknown option '--url'");
    expect(stderr).not.toContain('c4n4ry');
  });
});

test('db:reset brings a database back to what the migrations say, and keeps the users', async () => {
  const { sql, variables } = await scratchDatabase();
  await addAuthSchema(sql);
  await sql`create table by_hand (id int)`;
  const user = crypto.randomUUID();
  await sql`insert into auth.users (id, email) values (${user}, 'kept@example.test')`;
  const reset = () => runScript('reset', ['--no-seed'], { ...variables, NODE_ENV: 'development' });
  expect(await reset()).toMatchObject({ code: 0, stderr: '' });
  expect(await reset()).toMatchObject({ code: 0, stderr: '' });

  expect(await sql`select from pg_tables where tablename = 'by_hand'`).toHaveLength(0);
  expect(await sql`select email from public.profiles where id = ${user}`).toMatchObject([
    { email: 'kept@example.test' },
  ]);
  const [rights] = await sql`
    select has_schema_privilege('authenticated', 'public', 'usage') as user,
           has_schema_privilege('alcazar_app', 'public', 'usage') as app,
           has_table_privilege('anon', 'public.profiles', 'select') as anonymous`;
  expect(rights).toEqual({ user: true, app: true, anonymous: false });
});

test('db:push makes the tables of the schema files without a migration', async () => {
  const { sql, variables } = await scratchDatabase();
  await addAuthSchema(sql);
  const { code, stderr } = await runScript('push', ['--force'], { ...variables, NODE_ENV: 'development' });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(
    await sql`select from pg_tables where schemaname = 'public' and tablename = 'profiles'`,
  ).toHaveLength(1);
});
