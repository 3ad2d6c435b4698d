import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Variables } from './env/guide';
import { CANARY, CASES, type Case, HOSTED } from './env/server.cases';

const PROJECT = join(import.meta.dirname, '../..');
/** Variable, what is wrong, what it looks like, where it is found. */
const LINE = /^[\w.]+: .+\. It (looks like|is) .+\. (Dashboard|Not in the dashboard): .+\.$/;
/** Under `bun --bun` the process that runs the tests is Bun itself. */
const BUN = process.versions.bun ? process.execPath : 'bun';

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Says what started without saying anything secret. */
const SCRIPT = `
import { ENV, isDev, isProd } from ${JSON.stringify(join(PROJECT, 'src/lib/env.server.ts'))};
const port = (url) => (url ? new URL(url).port : '-');
if (isDev !== (ENV.NODE_ENV === 'development') || isProd !== (ENV.NODE_ENV === 'production')) throw new Error('flags');
console.log(ENV.NODE_ENV, port(ENV.DATABASE_URL), port(ENV.DIRECT_URL), ENV.PORT,
  ENV.TRUSTED_PROXY.join(',') || '-', ENV.SEED_PASSWORD?.length ?? 0, port(ENV.MAILBOX_URL),
  port(ENV.SMTP_URL) || 'usual', ENV.MAIL_FROM.name ? 'named' : 'bare', ENV.PAYMENT_PROVIDER);
`;

const EXAMPLE: Case = {
  name: '.env.example as it stands',
  bare: true,
  files: { '.env': readFileSync(join(PROJECT, '.env.example'), 'utf8') },
  starts: 'development 6543 5432 3000',
};
const ALL = [...CASES, EXAMPLE];
const AT_ONCE = 4;

let folder: string;
const ended = new Map<Case, Ended>();

/** All processes run before the first test, a few at a time: one after the other they would take half a minute. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'alcazar-env-'));
  writeFileSync(join(folder, 'start.ts'), SCRIPT);
  const waiting = ALL.values();
  const work = async () => {
    for (const one of waiting) ended.set(one, await start(one));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a process in this environment', () => {
  test.for(ALL.filter((one) => one.starts !== undefined))('starts: $name', (one) => {
    const { code, stdout, stderr } = endOf(one);
    expect(stderr).toBe('');
    expect(stdout).toContain(one.starts);
    expect(stdout).not.toContain(CANARY);
    expect(code).toBe(0);
  });

  test.for(ALL.filter((one) => one.refused !== undefined))('is refused: $name', (one) => {
    const { code, stdout, stderr } = endOf(one);
    const [heading = '', blank, ...rest] = stderr.trimEnd().split('\n');
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(heading).toMatch(/^The environment is not ready: .+ to put right\. Nothing was started\.$/);
    expect(blank).toBe('');
    const problems = rest.slice(0, -2);
    expect(problems.map((line, index) => line.slice(0, one.refused?.[index]?.length))).toEqual(one.refused);
    for (const line of problems) expect(line).toMatch(LINE);
    expect(stderr.toLowerCase()).not.toContain(CANARY);
  });
});

test('the table is long enough to mean something', () => {
  expect(CASES.length).toBeGreaterThanOrEqual(60);
  expect(new Set(CASES.map((one) => one.name)).size).toBe(CASES.length);
});

function endOf(one: Case): Ended {
  const end = ended.get(one);
  if (!end) throw new Error(`No process was started for "${one.name}".`);
  return end;
}

async function start(one: Case): Promise<Ended> {
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
