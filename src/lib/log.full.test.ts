import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { expect, test } from 'vitest';

const FULL = '/dev/full';
const SCRIPT = `
  const { log } = await import('./src/lib/log.server.ts');
  for (let n = 0; n < 3; n++) {
    log.info('disk.full');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  process.exit(7);`;

test.skipIf(!existsSync(FULL))('a log whose disk is full costs its lines, and not the process', () => {
  const output = openSync(FULL, 'w');
  const env = { ...process.env, LOG_LEVEL: 'info' };
  const { status, stderr } = spawnSync(process.execPath, ['-e', SCRIPT], {
    env,
    stdio: ['ignore', output, 'pipe'],
    encoding: 'utf8',
  });
  closeSync(output);
  expect({ status, stderr }).toEqual({ status: 7, stderr: '' });
});
