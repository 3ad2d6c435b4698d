import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { buildIfChanged } from './lib/built-app';
import { type Copy, copyRepository } from './testing/copy';

let copy: Copy;

beforeAll(buildIfChanged, 120_000);
afterEach(() => copy.remove());

test('start says that there is no build', async () => {
  copy = await copyRepository();
  rmSync(join(copy.folder, 'server'), { recursive: true });
  const run = copy.run('start');
  expect(await run.exited).toBe(1);
  expect(run.said()).toContain('`bun run build` makes one');
});

test('start says that the Supabase .env names is not there', async () => {
  copy = await copyRepository();
  copyFileSync('.env.example', join(copy.folder, '.env'));
  const port = copy.ports.LOCAL_API_PORT;
  const run = copy.run('start', { PUBLIC_SUPABASE_URL: `http://127.0.0.1:${port}` });
  expect(await run.exited).toBe(1);
  expect(run.said()).toContain(`does not answer at 127.0.0.1:${port}`);
});

test('start serves the build beside a running `up`, and drains when it is asked to stop', async () => {
  copy = await copyRepository();
  await copy.run('up').untilUp();
  const port = String(Number(copy.ports.PORT) + 1000);
  const run = copy.run('start', { PORT: port });
  const status = () =>
    fetch(`http://localhost:${port}/`).then(
      ({ status }) => status,
      () => 0,
    );
  await expect.poll(status, { timeout: 30_000 }).toBe(200);
  run.signal('SIGTERM');
  expect(await run.exited).toBe(0);
  expect(run.said()).toContain('server.stopped');
});
