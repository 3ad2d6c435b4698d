import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { subscribeByHttp } from '../../e2e/steps/billing';
import { signInByHttp } from '../../e2e/steps/sign-in';
import { closeLedger, newUserWith } from '../../e2e/steps/wallet';
import { startAnotherServer } from '../../e2e/support/another-server';
import { get, PAGES } from './answers';
import { load, median, type Next } from './load';
import { printTable } from './table';
import { newSender, transfersOver } from './transfers';

/** The share by which its memory may grow. */
const AT_MOST = 0.1;

const WARM_UP_SECONDS = 60;
const EVERY_MS = 1_000;
const CONNECTIONS = 8;

/** How many spans the soak is told in; the last one is held against the first. */
const SPANS = 6;

const run = promisify(execFile);

/**
 * Asks one server for pages and transfers for so many minutes, and prints its resident memory. False where it has grown by a tenth or
 * more since it was warm.
 */
export async function soak(minutes: number): Promise<boolean> {
  const app = await startAnotherServer('bench-soak', {});
  try {
    const next = await everything(app.origin);
    await load(next, { connections: CONNECTIONS, seconds: WARM_UP_SECONDS });
    const spans: number[] = [];
    for (let span = 0; span < SPANS; span++) {
      spans.push(await memoryDuring(app.pid, load(next, loadFor((minutes * 60) / SPANS))));
      console.log(`  ${(((span + 1) * minutes) / SPANS).toFixed(1)} min: ${spans.at(-1)} MB`);
    }
    return show(spans);
  } finally {
    await Promise.all([app.stop(), closeLedger()]);
  }
}

const loadFor = (seconds: number) => ({ connections: CONNECTIONS, seconds });

/** The pages of `bench` and a transfer, one after the other. */
async function everything(origin: string): Promise<Next> {
  const ada = await signInByHttp(await newUserWith(100_000n, { fullName: 'Ada Byron' }), origin);
  await subscribeByHttp(ada);
  const senders = await Promise.all(Array.from({ length: CONNECTIONS }, newSender));
  const kinds = [...PAGES.map((path) => get(origin + path, ada)), transfersOver(origin, senders)];
  let turn = 0;
  return () => {
    const next = kinds[turn++ % kinds.length];
    if (!next) throw new Error('There is nothing to ask for.');
    return next();
  };
}

/** Megabytes, the middle one of what was seen while `work` ran. Throws what it throws. */
async function memoryDuring(pid: number, work: Promise<unknown>): Promise<number> {
  const seen: number[] = [];
  let isOver = false;
  const watched = work.finally(() => {
    isOver = true;
  });
  watched.catch(() => {}); // awaited below, when the watching is over
  while (!isOver) {
    seen.push(await residentMegabytes(pid));
    await sleep(EVERY_MS);
  }
  await watched;
  return median(seen);
}

async function residentMegabytes(pid: number): Promise<number> {
  const { stdout } = await run('ps', ['-o', 'rss=', '-p', String(pid)]);
  return Math.round(Number(stdout.trim()) / 1024);
}

function show(spans: number[]): boolean {
  const [first = Number.NaN] = spans;
  const growth = (spans.at(-1) ?? Number.NaN) / first - 1;
  printTable(
    ['', 'warm, MB', 'at the end, MB', 'growth', 'below'],
    [['memory', String(first), String(spans.at(-1)), percent(growth), percent(AT_MOST)]],
  );
  return growth < AT_MOST;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
