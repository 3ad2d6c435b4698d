import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrationProblems } from './migrations';

const WAIVER = { rule: 'ban-drop-column', in: ['0001'], because: 'nobody reads it' };
let folder: string;
let drop: string;
let calm: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'migrations-'));
  drop = write('0001_drop.sql', 'alter table invoices drop column amount;');
  calm = write('0002_calm.sql', 'alter table invoices add column note text;');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, sql: string): string {
  writeFileSync(join(folder, name), sql);
  return join(folder, name);
}

describe('the migrations', () => {
  test('pass as they are', () => {
    expect(migrationProblems()).toEqual([]);
  });

  test('fail for one that would hurt a running app, unless that is waived with a reason', () => {
    expect(migrationProblems([drop, calm], [])).toEqual([
      expect.stringMatching(/0001_drop\.sql:1 ban-drop-column/),
    ]);
    expect(migrationProblems([drop, calm], [WAIVER])).toEqual([]);
  });

  test('fail for a waiver that nothing needs', () => {
    expect(migrationProblems([calm], [{ ...WAIVER, in: ['0002'] }])).toEqual([
      'ban-drop-column is waived in 0002, where nothing breaks it',
    ]);
  });
});
