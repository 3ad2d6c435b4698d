import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { buildIfChanged } from './lib/built-app';
import { type Copy, copyRepository, type Run, stillAnswering } from './testing/copy';

let copy: Copy;

beforeAll(buildIfChanged, 120_000);

afterEach(() => copy.remove());

describe('up', { timeout: 120_000 }, () => {
  test('serves a page from an empty folder; Ctrl-C stops everything, and the data is there the next time', async () => {
    copy = await copyRepository();
    const first = await up();
    expect(await statusOf(first.row('App'))).toBe(200);
    expect(first.said()).toContain('alcazar_app:****@');
    expect(first.said()).not.toContain('alcazar_app:alcazar_app');
    expect(readFileSync(join(copy.folder, '.env'), 'utf8')).toBe(readFileSync('.env.example', 'utf8'));
    await asOwner((sql) => sql`create table kept as select 41 as answer`);

    first.signal('SIGINT');
    expect(await first.exited).toBe(0);
    expect(await stillAnswering(copy.ports)).toEqual([]);

    const second = await up();
    expect(await asOwner((sql) => sql`select answer from kept`)).toEqual([{ answer: 41 }]);
    second.signal('SIGTERM');
    expect(await second.exited).toBe(0);
  });

  test('leaves an existing .env as it is', async () => {
    copy = await copyRepository();
    const mine = `${readFileSync('.env.example', 'utf8')}\n# mine\n`;
    writeFileSync(join(copy.folder, '.env'), mine);
    await up();
    expect(readFileSync(join(copy.folder, '.env'), 'utf8')).toBe(mine);
  });

  test('says where it runs already, and where a second copy of it is when it has a data folder of its own', async () => {
    copy = await copyRepository();
    const first = await up();
    const again = copy.run('up');
    expect(await again.exited).toBe(0);
    expect(again.said()).toContain(`runs here already: ${first.row('App')}`);

    const beside = copy.run('up', { LOCAL_DATA_DIR: '.local-two' });
    await beside.untilUp();
    expect(beside.row('App')).not.toBe(first.row('App'));
    expect([await statusOf(first.row('App')), await statusOf(beside.row('App'))]).toEqual([200, 200]);
    beside.signal('SIGINT');
    expect(await beside.exited).toBe(0);
    expect(await statusOf(first.row('App'))).toBe(200);
  });

  test('takes the next free port when its own is taken, and uses it in the links of its mails', async () => {
    copy = await copyRepository();
    const squatter = createServer().listen(Number(copy.ports.PORT), '127.0.0.1');
    const run = await up();
    squatter.close();
    const origin = run.row('App');
    expect(run.said()).toContain(`port ${copy.ports.PORT} is taken: the app takes ${new URL(origin).port}`);
    expect(await statusOf(origin)).toBe(200);
    expect(await confirmationLink(run)).toMatch(new RegExp(`^${origin}/auth/confirm`));
  });

  test('leaves nothing behind when it is killed, and starts again over what is left', async () => {
    copy = await copyRepository();
    (await up()).signal('SIGKILL');
    expect(await stillAnswering(copy.ports)).toEqual([]);
    expect(await statusOf((await up()).row('App'))).toBe(200);
  });

  test('stops and says so when the database is killed under it, and starts again', async () => {
    copy = await copyRepository();
    const run = await up();
    const { pid } = JSON.parse(readFileSync(join(copy.folder, '.local/stack.lock'), 'utf8'));
    process.kill(pid, 'SIGKILL');
    expect(await run.exited).toBe(1);
    expect(run.said()).toContain('The local Supabase ended by itself');
    expect(await stillAnswering(copy.ports)).toEqual([]);
    expect(await statusOf((await up()).row('App'))).toBe(200);
  });

  test('starts, migrates and seeds nothing when .env names a hosted Supabase', async () => {
    copy = await copyRepository();
    const run = copy.run('up', {
      PUBLIC_SUPABASE_URL: 'https://abcdefghijklmnopqrst.supabase.co',
      PUBLIC_SUPABASE_ANON_KEY: 'sb_publishable_Zk3vQ8nR5tY1wX7cB2mL9pH4_aaaa',
      DATABASE_URL: hosted('alcazar_app.abcdefghijklmnopqrst', 6543, 'pgbouncer=true&sslmode=require'),
      DIRECT_URL: hosted('postgres.abcdefghijklmnopqrst', 5432, 'sslmode=require'),
      SEED_PASSWORD: 'never-used-in-this-test-91',
    });
    await run.untilUp();
    expect(run.said()).toContain('Supabase is at abcdefghijklmnopqrst.supabase.co: no local one is started');
    expect(run.said()).not.toMatch(/✓ (migrations|demo|database)/);
    expect(
      await stillAnswering({ db: `${copy.ports.LOCAL_DB_PORT}`, api: `${copy.ports.LOCAL_API_PORT}` }),
    ).toEqual([]);
    expect(await statusOf(`${run.row('App')}/health/live`)).toBe(200);
  });

  test('refuses to be production on the local Supabase', async () => {
    copy = await copyRepository();
    const run = copy.run('up', { NODE_ENV: 'production', ORIGIN: 'http://localhost:3000' });
    expect(await run.exited).toBe(1);
    expect(run.said()).toContain('NODE_ENV is production');
  });
});

async function up(): Promise<Run> {
  const run = copy.run('up');
  await run.untilUp();
  return run;
}

async function statusOf(url: string): Promise<number> {
  return (await fetch(url, { redirect: 'manual' })).status;
}

async function asOwner<T>(verb: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(copy.directUrl, { max: 1, onnotice() {} });
  try {
    return await verb(sql);
  } finally {
    await sql.end();
  }
}

function hosted(user: string, port: number, query: string): string {
  return `postgres://${user}:Xq7-vT2w_Lm9kR4s@aws-0-eu-west-1.pooler.supabase.com:${port}/postgres?${query}`;
}

/** Asks for a new password, and reads the link from the mail. */
async function confirmationLink(run: Run): Promise<string> {
  const answer = await fetch(`${run.row('Supabase')}/auth/v1/recover`, {
    method: 'POST',
    headers: { apikey: 'sb_publishable_local_development', 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'user@example.test' }),
  });
  expect(answer.status).toBe(200);
  const mailbox = `${run.row('Mailbox')}/api/v1`;
  const { messages }: { messages: { ID: string }[] } = await (await fetch(`${mailbox}/messages`)).json();
  const { HTML }: { HTML: string } = await (await fetch(`${mailbox}/message/${messages[0]?.ID}`)).json();
  return /href="([^"]*\/auth\/confirm[^"]*)"/.exec(HTML)?.[1] ?? HTML;
}
