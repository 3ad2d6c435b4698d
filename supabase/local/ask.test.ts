import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ask } from './ask';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ask-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A shell command that leaves a mark each time it runs. */
const sh = (script: string) =>
  ask('sh', ['-c', `echo x >> "$0"; ${script}`, join(folder, 'runs')], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });

test('a question that Ctrl-C killed is asked again', () => {
  expect(sh('[ "$(wc -l < "$0")" -gt 1 ] || kill -INT $$; wc -l < "$0"').trim()).toBe('2');
});

test('a no is a no at once', () => {
  expect(() => sh('[ "$(wc -l < "$0")" -gt 1 ]')).toThrow();
});

test('what is killed every time is given up', () => {
  expect(() => sh('kill -INT $$')).toThrow();
});
