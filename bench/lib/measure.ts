import type { HttpBrowser } from '../../e2e/http/http-browser';
import { subscribeByHttp } from '../../e2e/steps/billing';
import { signInByHttp } from '../../e2e/steps/sign-in';
import { closeLedger, newUserWith } from '../../e2e/steps/wallet';
import { startAnotherServer } from '../../e2e/support/another-server';
import { compete, type Result, type Rules } from './contest';
import { startFloor } from './floor';
import type { Next } from './load';
import { type Recorder, recordPage, startRecorder } from './recorded';
import { printTable } from './table';
import { measureTransfers } from './transfers';

const PAGES = ['/', '/pricing', '/dashboard', '/billing/invoices', '/wallet'];

/** What share of its floor each should reach at least. */
const AIMS: Record<string, number> = { '/dashboard': 0.4, transfer: 0.7 };

/** Prints what the pages and the transfers of the app reach of their floors. */
export async function measureAll(rules: Rules): Promise<void> {
  const recorder = await startRecorder();
  const app = await startAnotherServer('bench-app', {});
  try {
    show(await measurePages(app.origin, recorder, rules));
    const transfers = await measureTransfers(app.origin, recorder, rules);
    if (transfers) show([transfers]);
  } finally {
    await Promise.all([app.stop(), recorder.stop(), closeLedger()]);
  }
}

async function measurePages(origin: string, recorder: Recorder, rules: Rules): Promise<Result[]> {
  const ada = await signInByHttp(await newUserWith(100_000n, { fullName: 'Ada Byron' }), origin);
  await subscribeByHttp(ada);
  const floor = await startFloor(await recordAll(recorder, ada));
  const results: Result[] = [];
  for (const path of PAGES) {
    const contest = { name: path, app: get(origin + path, ada), floor: get(floor.origin + path, ada) };
    results.push(await compete(contest, rules));
  }
  await floor.stop();
  return results;
}

async function recordAll(recorder: Recorder, browser: HttpBrowser) {
  const recordings: [string, Awaited<ReturnType<typeof recordPage>>][] = [];
  for (const path of PAGES) recordings.push([path, await recordPage(recorder, browser, path)]);
  return Object.fromEntries(recordings);
}

/** Uncompressed: what compressing costs, it would cost the floor as well. */
function get(url: string, browser: HttpBrowser): Next {
  const headers = { Accept: 'text/html', 'Accept-Encoding': 'identity', Cookie: browser.jar.header };
  return () => new Request(url, { headers });
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
