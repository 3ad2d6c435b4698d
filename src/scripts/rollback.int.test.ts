import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MIGRATIONS_FOLDER, readMigrations } from './lib/migration-files';
import { addAuthSchema, runScript, scratchDatabase, scratchFolder } from './lib/testing';

describe('db:rollback', () => {
  test('writes the revert of the newest migration, runs nothing, and what it wrote undoes it', async () => {
    const folder = realMigrations(2);
    const database = await scratchDatabase();
    await addAuthSchema(database.sql);
    const run = (...args: string[]) =>
      runScript('migrate', ['--folder', folder, '--logs', folder, ...args], database.variables);
    expect((await run()).code).toBe(0);
    const before = await tablesOf(database.sql);

    const rollback = await runScript('rollback', ['0001', '--folder', folder]);
    expect(rollback).toMatchObject({ code: 0, stderr: '' });
    expect(rollback.stdout).toContain('derived, 0 to review. Nothing was run.');
    expect(await tablesOf(database.sql)).toEqual(before);

    expect((await run('--dry-run')).stdout).toContain('DROP TABLE "profiles"');
    expect(await run()).toMatchObject({ code: 0, stderr: '' });
    expect(await tablesOf(database.sql)).toEqual([]);
    expect(await database.sql`select from pg_type where typname = 'user_role'`).toHaveLength(0);
  });

  test('gives the schema before the reverted migration back to db:generate', async () => {
    const folder = realMigrations(2);
    expect(await runScript('rollback', ['0001', '--folder', folder])).toMatchObject({ code: 0, stderr: '' });
    const snapshot = (number: string) =>
      JSON.parse(readFileSync(join(folder, `meta/${number}_snapshot.json`), 'utf8'));
    expect(snapshot('0002').tables).toEqual(snapshot('0000').tables);
    expect(snapshot('0002').prevId).toBe(snapshot('0001').id);
    expect(new Set(['0000', '0001', '0002'].map((number) => snapshot(number).id)).size).toBe(3);
  });

  test('marks what it cannot know, and db:migrate waits until somebody has decided', async () => {
    const folder = realMigrations(3);
    const database = await scratchDatabase();
    await addAuthSchema(database.sql);
    const run = () => runScript('migrate', ['--folder', folder, '--logs', folder], database.variables);
    await run();

    const { code, stdout } = await runScript('rollback', ['0002_triggers_and_grants', '--folder', folder]);
    const path = join(folder, '0003_revert_0002_triggers_and_grants.sql');
    const sql = readFileSync(path, 'utf8');
    expect(code).toBe(0);
    expect(stdout).toMatch(/\d+ derived, [1-9]\d* to review/);
    expect(sql).toContain('DROP TRIGGER touch_updated_at ON public.profiles;');
    expect(sql).toContain(
      '-- review: cannot be derived: create or replace function public.handle_new_user()',
    );
    expect(await run()).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('0003_revert_0002_triggers_and_grants still has a line'),
    });

    writeFileSync(path, sql.replaceAll(/^-- review: .*$/gm, '-- kept on purpose'));
    // The functions are still asked for by triggers of auth.users, which were left to review.
    writeFileSync(
      path,
      `drop trigger on_auth_user_created on auth.users;\n--> statement-breakpoint\n${readFileSync(path, 'utf8')}`,
    );
    expect(await run()).toMatchObject({ code: 0 });
    expect(await database.sql`select from pg_trigger where tgname = 'touch_updated_at'`).toHaveLength(0);
  });

  test('a name that is none is answered with those there are', async () => {
    const folder = realMigrations(2);
    const { code, stderr } = await runScript('rollback', ['0009', '--folder', folder]);
    expect(code).toBe(1);
    expect(stderr).toContain('There are: 0000_app_role, 0001_profiles_and_billing.');
    expect((await runScript('rollback', ['--folder', folder])).code).toBe(2);
    expect(readMigrations(folder)).toHaveLength(2);
  });
});

/** The first migrations of this project, in a folder of their own. */
function realMigrations(count: number): string {
  const folder = scratchFolder();
  cpSync(MIGRATIONS_FOLDER, folder, { recursive: true });
  const journal = JSON.parse(readFileSync(join(folder, 'meta/_journal.json'), 'utf8'));
  for (const { tag } of journal.entries.slice(count)) {
    rmSync(join(folder, `${tag}.sql`));
    rmSync(join(folder, 'meta', `${tag.split('_')[0]}_snapshot.json`));
  }
  writeFileSync(
    join(folder, 'meta/_journal.json'),
    JSON.stringify({ ...journal, entries: journal.entries.slice(0, count) }),
  );
  return folder;
}

async function tablesOf(sql: Awaited<ReturnType<typeof scratchDatabase>>['sql']): Promise<string[]> {
  const rows = await sql`select tablename from pg_tables where schemaname = 'public' order by 1`;
  return rows.map(({ tablename }) => tablename);
}
