import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { subscribeByHttp } from '../../e2e/steps/billing';
import { signInByHttp } from '../../e2e/steps/sign-in';
import { closeLedger, newUserWith } from '../../e2e/steps/wallet';
import { startAnotherServer } from '../../e2e/support/another-server';
import { get, PAGES } from './answers';
import { compete, type Result, type Rules } from './contest';
import { startFloor } from './floor';
import { type Recorder, recordPage, startRecorder } from './recorded';
import { measureSignIns } from './sign-ins';
import { printTable } from './table';
import { measureTransfers } from './transfers';

/** What share of its floor each should reach at least. */
const AIMS: Record<string, number> = { '/dashboard': 0.4, transfer: 0.7 };

const SIGN_IN = 'sign-in';
const TRANSFER = 'transfer';

/** What there is to measure. */
export const SUBJECTS = [...PAGES, SIGN_IN, TRANSFER];

/** Prints what the pages, signing in and the transfers of the app reach of their floors; `wanted` are some of `SUBJECTS`. */
export async function measureAll(wanted: string[], rules: Rules): Promise<void> {
  const recorder = await startRecorder();
  const logs = logFolder();
  const app = await startAnotherServer('bench-app', {}, logs);
  const results: Result[] = [];
  try {
    const pages = PAGES.filter((path) => wanted.includes(path));
    if (pages.length > 0) results.push(...(await measurePages(pages, app.origin, recorder, rules)));
    if (wanted.includes(SIGN_IN)) results.push(await measureSignIns(app.origin, recorder, rules));
    if (wanted.includes(TRANSFER)) results.push(...(await measureTransfers(app.origin, recorder, rules)));
    show(results);
  } finally {
    await Promise.all([app.stop(), recorder.stop(), closeLedger()]);
    rmSync(logs, { recursive: true });
  }
}

/**
 * In memory, where the system has a place there: a server waits for the lines of its log, which in production are another disk's, or a
 * collector's, and here would stand behind every commit of the database.
 */
function logFolder(): string {
  return mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'alcazar-bench-'));
}

async function measurePages(
  pages: string[],
  origin: string,
  recorder: Recorder,
  rules: Rules,
): Promise<Result[]> {
  const ada = await signInByHttp(await newUserWith(100_000n, { fullName: 'Ada Byron' }), origin);
  await subscribeByHttp(ada);
  const recordings: [string, Awaited<ReturnType<typeof recordPage>>][] = [];
  for (const path of pages) recordings.push([path, await recordPage(recorder, ada, path)]);
  const floor = await startFloor('bench/floor-server.ts', Object.fromEntries(recordings));
  const results: Result[] = [];
  for (const path of pages) {
    const contest = { name: path, app: get(origin + path, ada), floor: get(floor.origin + path, ada) };
    results.push(await compete(contest, rules));
  }
  await floor.stop();
  return results;
}

function show(results: Result[]): void {
  const rows = results.map(({ name, appRate, floorRate, ratio, p50, p95 }) => [
    name,
    appRate.toFixed(0),
    floorRate.toFixed(0),
    ratio.toFixed(2),
    AIMS[name]?.toFixed(2) ?? '',
    p50.toFixed(1),
    p95.toFixed(1),
  ]);
  printTable(['', 'app/s', 'floor/s', 'ratio', 'aim', 'p50 ms', 'p95 ms'], rows);
}
