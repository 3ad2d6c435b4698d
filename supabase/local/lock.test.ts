import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isHeld, lockDataDir } from './lock';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a held folder names its holder, a released one is free', () => {
  const release = lockDataDir(folder);
  expect(isHeld(folder)).toBe(true);
  expect(() => lockDataDir(folder)).toThrow(`Process ${process.pid} already runs a local Supabase`);
  release();
  expect(isHeld(folder)).toBe(false);
  lockDataDir(folder)();
  expect(readdirSync(folder)).toEqual([]);
});

test('the lock of a dead process is taken over, also when its number lives on in another', () => {
  const file = join(folder, 'stack.lock');
  writeFileSync(file, JSON.stringify({ pid: 2 ** 30, started: '1' }));
  lockDataDir(folder)();
  writeFileSync(file, JSON.stringify({ pid: process.pid, started: 'another day' }));
  lockDataDir(folder)();
});

test('a torn lock file is no lock', () => {
  writeFileSync(join(folder, 'stack.lock'), '{"pid": 1');
  lockDataDir(folder)();
});
