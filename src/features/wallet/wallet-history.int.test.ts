import { drizzle } from 'drizzle-orm/postgres-js';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { lastDays, lastMonths, type Span } from '~/lib/calendar.server';
import { sumOf } from '~/lib/chart/amounts';
import { db } from '~/lib/data/system';
import { conn } from '~/lib/db/client';
import * as schema from '~/lib/db/schema';
import { owner } from '~/lib/testing/owner';
import { addUser } from '~/lib/testing/users';
import { houseAccount, openWallet, type Posted, post } from './ledger.service';
import type { LedgerTransaction } from './wallet.schema';
import { listBalancesOver, listSpending } from './wallet-history.service';

const NOW = new Date('2026-04-15T12:00:00Z');
let ana: { id: string };
beforeEach(async () => {
  ana = await addUser();
});
afterAll(() => owner.end());

interface Move {
  kind: LedgerTransaction['kind'];
  /** Positive is more in the wallet. */
  amount: bigint;
  at: string;
  currency?: string;
}

/** Moves money between the wallet and the house, at that moment. Answers the transaction. */
function move({ kind, amount, at, currency = 'EUR' }: Move, user = ana): Promise<Posted> {
  return db.transaction(async (tx) => {
    const parts = [
      { account: await openWallet(user.id, currency, tx), amount },
      { account: await houseAccount('clearing', currency, tx), amount: -amount },
    ] as const;
    return post({ kind, reference: crypto.randomUUID(), parts }, new Date(at), tx);
  });
}

const topUp = (amount: bigint, at: string, currency?: string) =>
  move({ kind: 'top_up', amount, at, currency });
const pay = (amount: bigint, at: string, currency?: string) =>
  move({ kind: 'payment', amount: -amount, at, currency });

describe('spending', () => {
  const spent = (months = lastMonths(4, NOW, 'UTC'), user = ana) => listSpending(user, months);

  test('is what invoices took, less what of them came back, in the month of each; without any it is zero', async () => {
    await topUp(50_000n, '2026-01-02T00:00:00Z');
    await pay(4_900n, '2026-01-05T00:00:00Z');
    await pay(9_900n, '2026-03-05T00:00:00Z');
    await move({ kind: 'refund', amount: 2_500n, at: '2026-03-09T00:00:00Z' });
    await move({ kind: 'refund', amount: 700n, at: '2026-04-09T00:00:00Z' });
    await move({ kind: 'transfer', amount: -1_000n, at: '2026-03-10T00:00:00Z' });
    expect(await spent()).toEqual([{ currency: 'EUR', amounts: [4_900n, 0n, 7_400n, -700n] }]);
  });

  test('the amounts are those of the entries: their sum is the sum of the ledger', async () => {
    await topUp(500_000n, '2025-12-01T00:00:00Z');
    for (const day of Array.from({ length: 20 }, (_, at) => new Date(Date.UTC(2026, 0, 1 + at * 5, 23, 59))))
      await pay(BigInt(day.getUTCDate()) * 7n, day.toISOString());
    const [sum] = await owner`
      select -sum(entry.amount) as amount from ledger_entries as entry
      join ledger_accounts as account on account.id = entry.account_id
      join ledger_transactions as posted on posted.id = entry.transaction_id
      where account.user_id = ${ana.id} and posted.kind = 'payment'`;
    const [found] = await spent();
    expect(String(sumOf(found?.amounts ?? []))).toBe(sum?.amount);
  });

  test('a month is the reader’s: the last evening of March in UTC is April in Madrid', async () => {
    await topUp(10_000n, '2026-01-02T00:00:00Z');
    await pay(4_900n, '2026-03-31T22:00:00Z');
    const inMadrid = lastMonths(2, NOW, 'Europe/Madrid');
    expect(await spent(inMadrid)).toEqual([{ currency: 'EUR', amounts: [0n, 4_900n] }]);
    expect(await spent(lastMonths(2, NOW, 'UTC'))).toEqual([{ currency: 'EUR', amounts: [4_900n, 0n] }]);
  });

  test('currencies are never added up, and what was before or is anybody else’s is not there', async () => {
    await topUp(10_000n, '2025-01-02T00:00:00Z', 'USD');
    await topUp(10_000n, '2025-01-02T00:00:00Z');
    await pay(4_900n, '2025-12-31T23:59:59Z');
    await pay(5_400n, '2026-04-01T00:00:00Z', 'USD');
    await pay(100n, '2026-02-01T00:00:00Z');
    expect(await spent()).toEqual([
      { currency: 'EUR', amounts: [0n, 100n, 0n, 0n] },
      { currency: 'USD', amounts: [0n, 0n, 0n, 5_400n] },
    ]);
    expect(await spent(undefined, await addUser())).toEqual([]);
  });
});

describe('the balance over time', () => {
  const over = (spans: readonly Span[], currency = 'EUR') => listBalancesOver(ana, { currency, spans });

  test('is what there was at the end of each day, up to what there is', async () => {
    await topUp(10_000n, '2026-01-01T00:00:00Z');
    await pay(2_500n, '2026-04-13T10:00:00Z');
    await topUp(1_000n, '2026-04-13T11:00:00Z');
    await pay(500n, '2026-04-15T11:00:00Z');
    expect(await over(lastDays(4, NOW, 'UTC'))).toEqual([10_000n, 8_500n, 8_500n, 8_000n]);
  });

  test('counts each entry once on the days on which the clock is changed', async () => {
    for (const hour of ['2026-03-28T22:30', '2026-03-28T23:30', '2026-03-29T21:30', '2026-03-29T22:30'])
      await topUp(1n, `${hour}:00Z`);
    const days = lastDays(4, new Date('2026-03-30T12:00:00Z'), 'Europe/Madrid');
    // 27, 28, then Sunday of 23 hours, Monday.
    expect(await over(days)).toEqual([0n, 1n, 3n, 4n]);
  });

  test('is nothing in a wallet that is not there, and in another currency', async () => {
    await topUp(10_000n, '2026-04-14T00:00:00Z');
    expect(await over(lastDays(2, NOW, 'UTC'), 'USD')).toEqual([0n, 0n]);
  });
});

describe('reads the part of the wallet that is asked for, by the index of statements', () => {
  type Ask = (database: typeof db) => Promise<unknown>;

  async function planOf(ask: Ask): Promise<string> {
    const asked = { text: '', values: [] as unknown[] };
    const logger = {
      logQuery: (text: string, values: unknown[]) => void Object.assign(asked, { text, values }),
    };
    await ask(drizzle(conn, { schema, logger }));
    const plan = await conn.begin(async (tx) => {
      await tx.unsafe('set local enable_seqscan = off; set local enable_bitmapscan = off');
      // The driver wrote these values into the very statement that is explained.
      return tx.unsafe(`explain ${asked.text}`, asked.values as never[]);
    });
    return plan.map((row) => row['QUERY PLAN']).join('\n');
  }

  test.each<[string, Ask]>([
    ['spending', (database) => listSpending(ana, lastMonths(12, NOW, 'UTC'), database)],
    [
      'the balance',
      (database) => listBalancesOver(ana, { currency: 'EUR', spans: lastDays(90, NOW, 'UTC') }, database),
    ],
  ])('%s', async (_, ask) => {
    const plan = await planOf(ask);
    expect(plan).toContain('using ledger_entries_statement_idx');
    expect(plan).toMatch(/Index Cond: .*account_id.*currency.*posted_at >= /);
  });
});
