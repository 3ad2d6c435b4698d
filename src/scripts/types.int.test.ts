import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { runScript, scratchDatabase, scratchFolder } from './lib/testing';

const USE = `
import type { Database } from './supabase';
export const role: Database['public']['Enums']['user_role'] = 'admin';
export const row: Database['public']['Tables']['profiles']['Update'] = { full_name: 'Ada' };
// @ts-expect-error there is no such role
export const wrong: Database['public']['Enums']['user_role'] = 'owner';
// @ts-expect-error only the schema public is described
export type Hidden = Database['auth'];
`;

test('types:supabase describes the database of DIRECT_URL, and what it writes compiles', async () => {
  const folder = scratchFolder();
  const out = join(folder, 'supabase.ts');
  const { code, stdout, stderr } = await runScript('types', ['--out', out]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^Wrote .+supabase\.ts: \d+ lines, schema public of .+:\d+\/postgres\.\n$/);
  expect(readdirSync(folder)).toEqual(['supabase.ts']);

  writeFileSync(join(folder, 'use.ts'), USE);
  const args = [
    'node_modules/typescript/bin/tsc',
    '--noEmit',
    '--strict',
    '--skipLibCheck',
    '--typeRoots',
    folder,
    join(folder, 'use.ts'),
  ];
  const tsc = await promisify(execFile)(process.execPath, args).catch((error) => error);
  expect(tsc.stdout).toBe('');
});

test('--db-url reads any other database', async () => {
  const { sql, variables } = await scratchDatabase();
  await sql.unsafe(
    `create type mood as enum ('calm'); create table feelings (id int primary key, moods mood[] not null)`,
  );
  const out = join(scratchFolder(), 'supabase.ts');
  expect(await runScript('types', ['--db-url', variables.DIRECT_URL, '--out', out])).toMatchObject({
    code: 0,
  });
  expect(readFileSync(out, 'utf8')).toContain('moods: Database["public"]["Enums"]["mood"][]');
});

test('a database that is away leaves the file as it was', async () => {
  const out = join(scratchFolder(), 'supabase.ts');
  writeFileSync(out, 'before');
  const { code, stderr } = await runScript('types', [
    '--db-url',
    'postgres://me:c4n4ry@127.0.0.1:1/postgres',
    '--out',
    out,
  ]);
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringMatching(
      /^The database at 127\.0\.0\.1:1\/postgres does not answer \(ECONNREFUSED\)\. .+\.\n$/,
    ),
  });
  expect(readFileSync(out, 'utf8')).toBe('before');
});

test('a URL that is none, and two sources at once, are told without repeating them', async () => {
  const out = join(scratchFolder(), 'supabase.ts');
  const wrong = await runScript('types', [
    '--db-url',
    'postgres://me:c4n/4ry@127.0.0.1:1/postgres',
    '--out',
    out,
  ]);
  expect(wrong.code).toBe(1);
  expect(wrong.stderr).toContain(
    '--db-url has a password (or another part) whose special characters must be percent-encoded',
  );
  expect(wrong.stderr).not.toContain('4ry');
  expect(await runScript('types', ['--db-url', 'x', '--hosted', '--out', out])).toMatchObject({ code: 2 });
  expect(await runScript('types', ['--hosted', '--out', out], { SUPABASE_PROJECT_ID: '' })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('SUPABASE_PROJECT_ID'),
  });
  expect(existsSync(out)).toBe(false);
});
