import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql } from 'postgres';
import type { Customer } from './customers';
import { CURRENCY } from './figures';

export interface Reads {
  /** How many reads were answered. */
  count: number;
  /** What was seen that must never be. */
  wrong: string[];
}

const PAUSE_MS = 50;

/** Reads all wallets at one moment in the database, over and over: together they must always hold the same. */
export async function readTotals(
  { owner, customers, total }: { owner: Sql; customers: readonly Customer[]; total: bigint },
  isOver: () => boolean,
): Promise<Reads> {
  const ids = customers.map(({ accountId }) => accountId);
  return readUntil(isOver, async () => {
    const [read] = await owner<{ sum: string; least: string }[]>`
      select sum(balance)::text as sum, min(balance)::text as least
      from public.ledger_accounts where id in ${owner(ids)} and currency = ${CURRENCY}`;
    const sum = BigInt(read?.sum ?? 0);
    if (sum !== total) return `the wallets held ${sum} instead of ${total}`;
    return BigInt(read?.least ?? 0) < 0n ? `a wallet held ${read?.least}` : null;
  });
}

/** Reads through the front: somebody's own wallet, and now and then the promises of the whole ledger. */
export async function readThroughFront(
  { origin, customers, healthToken }: { origin: string; customers: readonly Customer[]; healthToken: string },
  isOver: () => boolean,
): Promise<Reads> {
  let turn = 0;
  return readUntil(isOver, async () => {
    turn += 1;
    const customer = customers[turn % customers.length];
    const isDeep = turn % 5 === 0;
    const token = isDeep ? healthToken : customer?.token;
    const path = isDeep ? '/health/ready?deep' : '/api/v1/wallet';
    const answer = await fetch(origin + path, {
      headers: { Authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(10_000),
    });
    const text = await answer.text();
    if (answer.status === 500 || answer.status === 401) return `${path} answered ${answer.status}: ${text}`;
    if (isDeep) return brokenIn(text);
    return answer.ok && /"balance":"-/.test(text) ? `${customer?.email} read ${text}` : null;
  });
}

function brokenIn(text: string): string | null {
  const { ledger }: { ledger?: { broken: string[] } } = text.startsWith('{') ? JSON.parse(text) : {};
  return ledger && ledger.broken.length > 0 ? `broken promises: ${ledger.broken.join(', ')}` : null;
}

/** One that is not answered, because what it asks is away, counts for nothing. */
async function readUntil(isOver: () => boolean, read: () => Promise<string | null>): Promise<Reads> {
  const reads: Reads = { count: 0, wrong: [] };
  while (!isOver()) {
    const wrong = await read().catch(() => undefined);
    if (wrong !== undefined) reads.count += 1;
    if (wrong) reads.wrong.push(wrong);
    await sleep(PAUSE_MS);
  }
  return reads;
}
