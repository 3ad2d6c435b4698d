import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import { describe, expect, test } from 'vitest';
import {
  runScript,
  type Scratch,
  scratchDatabase,
  scratchFolder,
  startScript,
  writeMigrations,
} from './lib/testing';

const BREAK = '--> statement-breakpoint\n';
const ROOMS = {
  '0000_rooms': `create table rooms (id int primary key);${BREAK}create index rooms_idx on rooms (id);`,
};
const BOTH = { ...ROOMS, '0001_guests': 'create table guests (id int primary key);' };

describe('db:migrate', () => {
  test('applies what is pending once, and leaves the ledger as Drizzle itself would', async () => {
    const { folder, database, run } = await scratch(BOTH);
    const first = await run();
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toContain('pending  0000_rooms (2 statements)');
    expect(first.stdout).toContain('Done: 2 applied.');
    await migrate(drizzle(database.sql), { migrationsFolder: folder });
    expect(await applied(database)).toBe(2);

    const second = await run();
    expect(second.stdout).toContain('Nothing to do');
    expect(second.code).toBe(0);
  });

  test('agrees with a database that Drizzle’s own migrator made', async () => {
    const { folder, database, run } = await scratch(BOTH);
    await migrate(drizzle(database.sql), { migrationsFolder: folder });
    expect(await run('--status')).toMatchObject({ code: 0, stderr: '' });
    expect((await run()).stdout).toContain('Nothing to do');
  });

  test('--status and --dry-run say what is pending and change nothing', async () => {
    const { database, run } = await scratch(BOTH);
    const status = await run('--status');
    expect(status.stdout).toContain('pending  0001_guests (1 statement)');
    expect(status.code).toBe(3);
    const dry = await run('--dry-run');
    expect(dry.stdout).toContain('create index rooms_idx on rooms (id)');
    expect(dry.stdout).toContain('Nothing was changed.');
    expect(dry.code).toBe(0);
    const found =
      await database.sql`select to_regnamespace('drizzle') as ledger, to_regclass('rooms') as rooms`;
    expect(found[0]).toEqual({ ledger: null, rooms: null });
  });

  test('two migrators at once apply every migration once', async () => {
    const { database, run } = await scratch({
      '0000_slow': `select pg_sleep(1);${BREAK}create table slow (id int);`,
    });
    const [one, other] = await Promise.all([run(), run()]);
    expect([one.code, other.code]).toEqual([0, 0]);
    expect(`${one.stdout}${other.stdout}`).toContain('Another migration is running. Waiting for it');
    expect(`${one.stdout}${other.stdout}`.match(/applied {2}0000_slow/g)).toHaveLength(1);
    expect(await applied(database)).toBe(1);
  });

  test('a migrator that has waited long enough says who holds the lock and changes nothing', async () => {
    const { database, folder, run } = await scratch({ '0000_slow': 'select pg_sleep(60);' });
    const holder = startScript('migrate', ['--folder', folder, '--logs', folder], database.variables);
    await running(database, 'pg_sleep');
    const late = await run('--wait', '1');
    holder.kill();
    await holder.ended;
    expect(late.code).toBe(1);
    expect(late.stderr).toMatch(
      /^Another migration \(server process \d+, alcazar scripts\) still runs after 1 s\./,
    );
  });

  test('a migrator killed in the middle leaves nothing, and the next one does it all', async () => {
    const { database, folder, run } = await scratch({
      '0000_half': `create table half (id int);${BREAK}select pg_sleep(1);`,
    });
    const killed = startScript('migrate', ['--folder', folder, '--logs', folder], database.variables);
    await running(database, 'pg_sleep');
    killed.kill();
    await killed.ended;
    expect(await exists(database, 'half')).toBe(false);
    expect((await run()).code).toBe(0);
    expect(await applied(database)).toBe(1);
  });

  test('a connection that dies in the middle leaves nothing', async () => {
    const { database, run } = await scratch({
      '0000_half': `create table half (id int);${BREAK}select pg_terminate_backend(pg_backend_pid());`,
    });
    const { code, stderr } = await run();
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^(The database at .+ closed the connection|0000_half failed at statement 2 of 2)/,
    );
    expect(await exists(database, 'half')).toBe(false);
  });

  test('a failing statement is named, its migration leaves nothing, the ones before it stay', async () => {
    const { database, folder, run } = await scratch({
      ...ROOMS,
      '0001_broken': `create table kept (id int);${BREAK}create table rooms (id int);${BREAK}create table never (id int);`,
      '0002_later': 'create table later (id int);',
    });
    const { code, stderr, stdout } = await run();
    expect(code).toBe(1);
    expect(stderr).toContain(
      '0001_broken failed at statement 2 of 3, and nothing of it was kept:\n  create table rooms (id int)\n',
    );
    expect(stderr).toContain('relation "rooms" already exists (42P07)');
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stdout).toContain('applied  0000_rooms');
    expect(await exists(database, 'kept')).toBe(false);
    expect(await exists(database, 'later')).toBe(false);
    expect(await applied(database)).toBe(1);
    expect(logOf(folder)).toContain('0001_broken failed at statement 2 of 3');

    writeFileSync(join(folder, '0001_broken.sql'), 'create table kept (id int);');
    expect((await run()).code).toBe(0);
    expect(await exists(database, 'later')).toBe(true);
  });

  test('a migration whose file has changed since is named, and nothing is applied', async () => {
    const { database, folder, run } = await scratch(ROOMS);
    await run();
    writeMigrations(folder, {
      '0000_rooms': 'create table rooms (id bigint primary key);',
      '0001_guests': BOTH['0001_guests'],
    });
    const { code, stderr } = await run();
    expect(code).toBe(1);
    expect(stderr).toContain('0000_rooms has drifted: its file is not the one that was applied.');
    expect(await exists(database, 'guests')).toBe(false);
    expect((await run('--status')).code).toBe(1);
  });

  test('a migration older than the newest applied one is refused, not passed over', async () => {
    const { database, run } = await scratch(BOTH);
    await run();
    await database.sql`delete from drizzle.__drizzle_migrations where created_at = (select min(created_at) from drizzle.__drizzle_migrations)`;
    const { code, stderr } = await run();
    expect(code).toBe(1);
    expect(stderr).toContain('0000_rooms is older than the newest applied migration and was never applied.');
  });

  test('a database ahead of this checkout is left alone', async () => {
    const { folder, run } = await scratch(BOTH);
    await run();
    writeMigrations(folder, ROOMS);
    writeFileSync(join(folder, '0001_guests.sql'), '');
    expect((await run()).stderr).toContain(
      '0001_guests.sql is not in meta/_journal.json, so it would never run',
    );
    const other = await scratch(ROOMS);
    await other.run();
    await other.database
      .sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('x', 1800000000000)`;
    const { code, stderr } = await other.run();
    expect(code).toBe(1);
    expect(stderr).toContain(
      'the database has a migration of 2027-01-15T08:00:00.000Z that is not in this checkout',
    );
  });

  test('a migration that would end its own transaction is refused before anything runs', async () => {
    const { database, run } = await scratch({ '0000_rooms': `create table rooms (id int);${BREAK}COMMIT;` });
    const { code, stderr } = await run();
    expect(code).toBe(1);
    expect(stderr).toContain('0000_rooms begins or ends a transaction');
    expect(await exists(database, 'rooms')).toBe(false);
  });

  test('a line left for review holds the migration back', async () => {
    const { database, run } = await scratch({
      '0000_rooms': 'create table rooms (id int);\n-- review: cannot be derived: x',
    });
    const { code, stderr } = await run();
    expect(code).toBe(1);
    expect(stderr).toContain('0000_rooms still has a line that begins with "-- review:"');
    expect(await exists(database, 'rooms')).toBe(false);
  });

  test('a table in use makes it give up instead of blocking everybody behind it', async () => {
    const { database, run } = await scratch({ '0000_grow': 'alter table busy add column more int;' });
    await database.sql`create table busy (id int)`;
    await database.sql.begin(async (transaction) => {
      await transaction`lock table busy in access exclusive mode`;
      const { code, stderr } = await run('--lock-timeout', '1');
      expect(code).toBe(1);
      expect(stderr).toContain('A table it changes is in use.');
    });
    expect((await run()).code).toBe(0);
  });

  test('every run leaves a log of its own', async () => {
    const { folder, run } = await scratch(ROOMS);
    await run();
    await run();
    expect(logsOf(folder)).toHaveLength(2);
  });

  test('a database that is away is one sentence with its address', async () => {
    const folder = scratchFolder();
    writeMigrations(folder, ROOMS);
    const away = 'postgres://postgres:c4n4ry@127.0.0.1:1/postgres';
    const { code, stderr } = await runScript('migrate', ['--folder', folder, '--logs', folder], {
      DIRECT_URL: away,
      DATABASE_URL: `${away}?pgbouncer=true`,
    });
    expect(code).toBe(1);
    expect(stderr).toEqual(
      expect.stringMatching(
        /^The database at 127\.0\.0\.1:1\/postgres does not answer \(ECONNREFUSED\)\. .+\.\n$/,
      ),
    );
  });

  test('a database name that is not there is one sentence', async () => {
    const { database, folder } = await scratch(ROOMS);
    const url = database.variables.DIRECT_URL.replace(/\/scratch_\w+/, '/nowhere');
    const { code, stderr } = await runScript('migrate', ['--folder', folder, '--logs', folder], {
      DIRECT_URL: url,
      DATABASE_URL: `${url}?pgbouncer=true`,
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^The database at .+\/nowhere is not there, though its server is \(3D000\)\.\n$/);
  });

  test('--help needs no environment, and a wrong argument is told apart from a failure', async () => {
    const nothing = { DIRECT_URL: undefined, DATABASE_URL: undefined, PUBLIC_SUPABASE_URL: undefined };
    expect(await runScript('migrate', ['--help'], nothing)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('--dry-run'),
    });
    expect(await runScript('migrate', ['--statsu'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--statsu'),
    });
    expect(await runScript('migrate', ['--wait', 'long'])).toMatchObject({
      code: 2,
      stderr: '--wait wants a whole number of seconds.\n',
    });
  });
});

async function scratch(files: Record<string, string>) {
  const folder = scratchFolder();
  writeMigrations(folder, files);
  const database = await scratchDatabase();
  const run = (...args: string[]) =>
    runScript('migrate', ['--folder', folder, '--logs', folder, ...args], database.variables);
  return { folder, database, run };
}

async function applied({ sql }: Scratch): Promise<number> {
  return (await sql`select from drizzle.__drizzle_migrations`).length;
}

async function exists({ sql }: Scratch, table: string): Promise<boolean> {
  const [row] = await sql`select to_regclass(${table}) is not null as found`;
  return row?.found;
}

/** Resolves when a statement with these words is at work in the database. */
async function running({ sql }: Scratch, words: string): Promise<void> {
  const isRunning = async () =>
    (
      await sql`select from pg_stat_activity where datname = current_database() and state = 'active' and pid <> pg_backend_pid() and query like ${`%${words}%`}`
    ).length > 0;
  while (!(await isRunning())) await new Promise((resolve) => setTimeout(resolve, 20));
}

function logsOf(folder: string): string[] {
  return readdirSync(folder).filter((file) => file.endsWith('.log'));
}

function logOf(folder: string): string {
  return readFileSync(join(folder, logsOf(folder)[0] ?? ''), 'utf8');
}
