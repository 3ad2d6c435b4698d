import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Variables } from './env.guide';
import { CANARY, CASES, type Case, HOSTED } from './env.server.cases';

const PROJECT = join(import.meta.dirname, '../..');
/** Under `bun --bun` the process that runs the tests is Bun itself. */
const BUN = process.versions.bun ? process.execPath : 'bun';

/** Says what started without saying anything secret. */
const SCRIPT = `
import { ENV, isDev, isProd } from ${JSON.stringify(join(PROJECT, 'src/lib/env.server.ts'))};
const port = (url) => (url ? new URL(url).port : '-');
if (isDev !== (ENV.NODE_ENV === 'development') || isProd !== (ENV.NODE_ENV === 'production')) throw new Error('flags');
console.log(ENV.NODE_ENV, port(ENV.DATABASE_URL), port(ENV.DIRECT_URL), ENV.PORT,
  ENV.TRUSTED_PROXY.join(',') || '-', ENV.SEED_PASSWORD?.length ?? 0, port(ENV.MAILBOX_URL));
`;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'alcazar-env-'));
  writeFileSync(join(folder, 'start.ts'), SCRIPT);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a process in this environment', () => {
  test.concurrent.for(CASES.filter((one) => one.starts !== undefined))(
    'starts: $name',
    async (one, { expect }) => {
      const { code, stdout, stderr } = await start(one);
      expect(stderr).toBe('');
      expect(stdout).toContain(one.starts);
      expect(stdout).not.toContain(CANARY);
      expect(code).toBe(0);
    },
  );

  test.concurrent.for(CASES.filter((one) => one.refused !== undefined))(
    'is refused: $name',
    async (one, { expect }) => {
      const { code, stdout, stderr } = await start(one);
      const [heading = '', blank, ...rest] = stderr.trimEnd().split('\n');
      expect(code).toBe(1);
      expect(stdout).toBe('');
      expect(heading).toMatch(/^The environment is not ready: .+ to put right\. Nothing was started\.$/);
      expect(blank).toBe('');
      const problems = rest.slice(0, -2);
      expect(problems.map((line, index) => line.slice(0, one.refused?.[index]?.length))).toEqual(one.refused);
      for (const line of problems)
        expect(line).toMatch(/^[\w.]+: .+\. It (looks like|is) .+\. (Dashboard|Not in the dashboard): .+\.$/);
      expect(stderr.toLowerCase()).not.toContain(CANARY);
    },
  );
});

test('.env.example works as it stands', async () => {
  const example = readFileSync(join(PROJECT, '.env.example'), 'utf8');
  const { code, stdout } = await start({ name: 'example', bare: true, files: { '.env': example } });
  expect(stdout).toContain('development 6543 5432 3000');
  expect(code).toBe(0);
});

test('the table is long enough to mean something', () => {
  expect(CASES.length).toBeGreaterThanOrEqual(60);
  expect(new Set(CASES.map((one) => one.name)).size).toBe(CASES.length);
});

async function start(one: Case): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const cwd = mkdtempSync(join(folder, 'case-'));
  copyFileSync(join(PROJECT, 'bunfig.toml'), join(cwd, 'bunfig.toml'));
  for (const [path, content] of Object.entries(one.files ?? {})) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), content);
  }
  const child = spawn(BUN, [join(folder, 'start.ts')], {
    cwd,
    env: childEnvironment(one),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const code = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, stdout, stderr };
}

/** Nothing of this machine's own environment but the search path. */
function childEnvironment({ bare, set }: Case): NodeJS.ProcessEnv {
  const variables: Variables = { PATH: process.env.PATH, ...(bare ? {} : HOSTED), ...set };
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined));
}
