import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { startOf } from './process-table';

let parent: ChildProcess;

afterEach(() => parent.kill('SIGKILL'));

test('a process that has ended does not count, also while nobody has fetched it', async () => {
  // The shell becomes a program that waits for no child: what ends below it stays in the table.
  parent = spawn('sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [line] = parent.stdout ? await once(parent.stdout, 'data') : [];
  const pid = Number(line);
  expect(startOf(pid)).not.toBe('');
  await expect.poll(() => startOf(pid), { timeout: 10_000 }).toBe('');
  // It is still there to be asked, or the test has shown nothing.
  expect(() => process.kill(pid, 0)).not.toThrow();
});
