import { beforeEach, describe, expect, test } from 'vitest';
import { lastDays, type Span } from '~/lib/calendar.server';
import { db } from '~/lib/data/system';
import { planOf } from '~/lib/testing/plan-of';
import { addUser } from '~/lib/testing/users';
import { houseAccount, openWallet, type Posted, post } from './ledger.service';
import { listBalancesOver } from './wallet-history.service';

const NOW = new Date('2026-04-15T12:00:00Z');
let ana: { id: string };
beforeEach(async () => {
  ana = await addUser();
});

/** Moves money from the house into the wallet at that moment; out of it, below zero. */
function move(amount: bigint, at: string): Promise<Posted> {
  return db.transaction(async (tx) => {
    const parts = [
      { account: await openWallet(ana.id, 'EUR', tx), amount },
      { account: await houseAccount('clearing', 'EUR', tx), amount: -amount },
    ] as const;
    return post({ kind: 'transfer', reference: crypto.randomUUID(), parts }, new Date(at), tx);
  });
}

describe('the balance over time', () => {
  const over = (spans: readonly Span[], currency = 'EUR') => listBalancesOver(ana, { currency, spans });

  test('is what there was at the end of each day, up to what there is', async () => {
    await move(10_000n, '2026-01-01T00:00:00Z');
    await move(-2_500n, '2026-04-13T10:00:00Z');
    await move(1_000n, '2026-04-13T11:00:00Z');
    await move(-500n, '2026-04-15T11:00:00Z');
    expect(await over(lastDays(4, NOW, 'UTC'))).toEqual([10_000n, 8_500n, 8_500n, 8_000n]);
  });

  test('counts each entry once on the days on which the clock is changed', async () => {
    for (const hour of ['2026-03-28T22:30', '2026-03-28T23:30', '2026-03-29T21:30', '2026-03-29T22:30'])
      await move(1n, `${hour}:00Z`);
    const days = lastDays(4, new Date('2026-03-30T12:00:00Z'), 'Europe/Madrid');
    // 27, 28, then Sunday of 23 hours, Monday.
    expect(await over(days)).toEqual([0n, 1n, 3n, 4n]);
  });

  test('is nothing in a wallet that is not there, and in another currency', async () => {
    await move(10_000n, '2026-04-14T00:00:00Z');
    expect(await over(lastDays(2, NOW, 'UTC'), 'USD')).toEqual([0n, 0n]);
  });
});

test('the balance over time reads the part of the wallet that is asked for, by the index of statements', async () => {
  const asked = { currency: 'EUR', spans: lastDays(90, NOW, 'UTC') };
  const plan = await planOf((database) => listBalancesOver(ana, asked, database), ['bitmapscan']);
  expect(plan).toContain('using ledger_entries_statement_idx');
  expect(plan).toMatch(/Index Cond: .*account_id.*currency.*posted_at >= /);
});
