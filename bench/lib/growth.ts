import type { HttpBrowser } from '../../e2e/http/http-browser';
import { routesBelow } from '../../e2e/http/routes';
import { payByHttp, subscribeByHttp } from '../../e2e/steps/billing';
import { signInByHttp } from '../../e2e/steps/sign-in';
import { closeLedger, newUserWith } from '../../e2e/steps/wallet';
import { startAnotherServer } from '../../e2e/support/another-server';
import { idOf } from '../../e2e/support/people';
import { owner } from '../../src/lib/testing/owner';
import { fillLedger } from './fill-ledger';
import { load, median, quantile } from './load';
import { printPlans } from './plans';
import { printTable } from './table';

/** How much longer a list may take at the last size than at the first. */
const AT_MOST = 1.5;

/** Reads nothing that grows: what it takes, the machine takes. */
const BESIDE = '/profile';

/** One request at a time: what is asked is how long the database takes, not how many it serves. */
const TURN = { connections: 1, seconds: 0.6 };
const ROUNDS = 9;

type Times = Record<string, number>;

/** Prints the table, and with `withPlans` the plans at the last size. True where nothing has grown more than it may. */
export async function measureGrowth(sizes: number[], withPlans: boolean): Promise<boolean> {
  const person = await newUserWith(100_000n, { fullName: 'Ada Byron' });
  await owner`update profiles set role = 'admin' where email = ${person.email}`;
  const app = await startAnotherServer('bench-growth', {});
  try {
    const ada = await signInByHttp(person, app.origin);
    await payByHttp(ada, await subscribeByHttp(ada));
    const measured: Times[] = [];
    for (const size of sizes) {
      await fillLedger(await idOf(person), size);
      measured.push(await measurePages(app.origin, ada));
      console.log(`  ${size.toLocaleString('en')} entries measured`);
    }
    if (withPlans) await printPlans(await pagesOf(ada), ada);
    return show(sizes, measured);
  } finally {
    await Promise.all([app.stop(), closeLedger()]);
  }
}

/** The pages that list or add up, the second page of the longest list among them. */
async function pagesOf(ada: HttpBrowser): Promise<string[]> {
  const { body } = await ada.open('/wallet');
  const next = /href="(\/wallet\?[^"]*older=[^"]+)"/.exec(body)?.[1];
  const older = next ? [next.replaceAll('&amp;', '&')] : [];
  const lists = ['/billing', '/billing/invoices', '/account/activity', '/account/sessions'];
  const admins = routesBelow('(admin)').filter((path) => !path.includes('/any'));
  return ['/dashboard', '/wallet', ...older, ...lists, ...admins];
}

/** The 95th percentile of each page over that of the page beside it in the same round; of the rounds the middle one. */
async function measurePages(origin: string, ada: HttpBrowser): Promise<Times> {
  const ratios: Record<string, number[]> = {};
  const headers = { Accept: 'text/html', Cookie: ada.jar.header };
  const p95 = async (path: string) => {
    const { times } = await load(() => new Request(origin + path, { headers }), TURN);
    return quantile(times, 0.95);
  };
  for (const path of await pagesOf(ada)) {
    await p95(path); // warms up
    const name = path.startsWith('/wallet?') ? '/wallet, older' : path;
    ratios[name] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const beside = await p95(BESIDE);
      ratios[name]?.push((await p95(path)) / beside);
    }
  }
  return Object.fromEntries(Object.entries(ratios).map(([name, all]) => [name, median(all)]));
}

function show(sizes: number[], measured: Times[]): boolean {
  const [first = {}] = measured;
  const last = measured.at(-1) ?? {};
  const names = Object.keys(last);
  const growth = (name: string) => (last[name] ?? Number.NaN) / (first[name] ?? Number.NaN);
  const rows = names.map((name) => [
    name,
    ...measured.map((times) => times[name]?.toFixed(2) ?? ''),
    Number.isNaN(growth(name)) ? '' : growth(name).toFixed(2),
  ]);
  printTable(
    [`p95, ${BESIDE} is 1`, ...sizes.map((size) => size.toLocaleString('en')), `growth, at most ${AT_MOST}`],
    rows,
  );
  return names.every((name) => !(growth(name) > AT_MOST));
}
