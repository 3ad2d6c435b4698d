import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBun, type Variables } from '../bun-child';
import type { Check, Outcome } from './check';
import { type PlaywrightReport, playwrightOutcome, type VitestReport, vitestOutcome } from './reports';

/** No step of ours takes a quarter of this on two idle cores: what does take it hangs. */
const LIMIT_MINUTES = 20;

/** The packages' own entry points: `node_modules/.bin` wants a Node on the PATH. */
const BIN = {
  tsc: 'node_modules/typescript/bin/tsc',
  biome: 'node_modules/@biomejs/biome/bin/biome',
  depcruise: 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
  vitest: 'node_modules/vitest/vitest.mjs',
  playwright: 'node_modules/@playwright/test/cli.js',
};

/** A program that passes or fails as a whole. */
export function tool(name: string, bin: 'tsc' | 'biome' | 'depcruise', args: string[]): Check {
  return program(name, ['--bun', BIN[bin], ...args]);
}

/** A script of ours that passes or fails as a whole. */
export function script(name: string, path: string): Check {
  return program(name, [path]);
}

/** Runs the tests of one Vitest project and counts them. */
export function runVitest(project: string, env: Variables = {}): Promise<Outcome> {
  return withReport(async (file) => {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const args = ['--bun', BIN.vitest, 'run', '--project', project, ...reporters];
    const { code, output } = await finish(args, { ...env, CI: 'true' });
    return { ...vitestOutcome(readReport<VitestReport>(file, output), code), output };
  });
}

/** Runs the browser tests and counts them. */
export function runPlaywright(env: Variables): Promise<Outcome> {
  return withReport(async (file) => {
    const args = [
      '--bun',
      BIN.playwright,
      'test',
      '--config',
      'e2e/playwright.config.ts',
      '--reporter=list,json',
    ];
    const { code, output } = await finish(args, { ...env, CI: 'true', PLAYWRIGHT_JSON_OUTPUT_FILE: file });
    return { ...playwrightOutcome(readReport<PlaywrightReport>(file, output), code), output };
  });
}

function program(name: string, args: string[]): Check {
  return {
    name,
    async run() {
      const { code, output } = await finish(args);
      return code === 0 ? { passed: 1, failed: 0, output } : { passed: 0, failed: 1, output };
    },
  };
}

async function withReport(run: (file: string) => Promise<Outcome>): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'alcazar-check-'));
  try {
    return await run(join(folder, 'report.json'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Throws what the runner said when it did not get as far as a report. */
function readReport<T>(file: string, output: string): T {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new Error(`${output}\nIt ended without a report.`);
  }
}

async function finish(args: string[], env: Variables = {}): Promise<{ code: number; output: string }> {
  const child = startBun(args, { env, output: 'collect' });
  let end = '';
  const timer = setTimeout(() => {
    end = `\nIt was stopped after ${LIMIT_MINUTES} minutes.`;
    child.stop();
  }, LIMIT_MINUTES * 60_000);
  const code = await child.exited;
  clearTimeout(timer);
  return { code, output: child.output() + end };
}
