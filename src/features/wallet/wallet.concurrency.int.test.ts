import { and, eq } from 'drizzle-orm';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '~/lib/errors';
import { idempotencyKeys } from '~/lib/idempotency/idempotency.schema';
import { aVisit } from '~/lib/testing/actors';
import { addUser } from '~/lib/testing/users';
import { widePool } from '~/lib/testing/wide-pool';
import { openWallet, post } from './ledger.service';
import { verifyLedger } from './verify-ledger.service';
import { ledgerAccounts, ledgerEntries } from './wallet.schema';
import * as WalletService from './wallet.service';

type Person = Awaited<ReturnType<typeof addUser>>;

const { database, close } = widePool();
afterAll(close);

let people: [ana: Person, ben: Person, eva: Person];

beforeEach(async () => {
  people = [await addUser(), await addUser(), await addUser()];
  for (const { id: userId } of people) {
    const topUp = { userId, amount: 10_000n, currency: 'EUR', reference: crypto.randomUUID() };
    await WalletService.topUp(topUp, new Date());
  }
});

const times = <T>(count: number, make: (turn: number) => T): T[] =>
  Array.from({ length: count }, (_, turn) => make(turn));

const balances = () => Promise.all(people.map((person) => WalletService.getBalance(person, 'EUR', database)));

function send(from: Person, to: Person, amount: bigint, key: string = crypto.randomUUID()) {
  const input = { recipient: to.email, amount, currency: 'EUR' as const, note: null, key };
  return WalletService.transfer(from, input, aVisit(), database);
}

async function entriesOf({ id }: Person): Promise<bigint[]> {
  const rows = await database
    .select({ amount: ledgerEntries.amount })
    .from(ledgerEntries)
    .innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerEntries.accountId))
    .where(eq(ledgerAccounts.userId, id));
  return rows.map(({ amount }) => amount);
}

async function expectWhole(): Promise<void> {
  const findings = await verifyLedger(database);
  expect(findings.filter(({ broken }) => broken.length > 0)).toEqual([]);
}

test('a hundred transfers each way at once: nobody gets stuck, no money is made and none is lost', async () => {
  const [ana, ben] = people;
  const results = await Promise.allSettled([
    ...times(100, () => send(ana, ben, 7n)),
    ...times(100, () => send(ben, ana, 5n)),
  ]);
  expect(results.filter(({ status }) => status === 'rejected')).toEqual([]);
  expect(await balances()).toEqual([10_000n - 200n, 10_000n + 200n, 10_000n]);
  expect(await entriesOf(ana)).toHaveLength(201);
  await expectWhole();
}, 120_000);

test('postings that name the same accounts in every order do not wait for each other in a circle', async () => {
  const accounts = await Promise.all(people.map(({ id }) => openWallet(id, 'EUR', database)));
  const [a, b, c] = accounts;
  if (!a || !b || !c) throw new Error('three people have three wallets');
  const orders = [
    [a, b, c],
    [a, c, b],
    [b, a, c],
    [b, c, a],
    [c, a, b],
    [c, b, a],
  ] as const;
  const results = await Promise.allSettled(
    times(150, (turn) =>
      database.transaction((tx) => {
        const [first, second, third] = orders[turn % orders.length] ?? orders[0];
        const parts = [
          { account: first, amount: -3n },
          { account: second, amount: 2n },
          { account: third, amount: 1n },
        ] as const;
        return post({ kind: 'transfer', reference: crypto.randomUUID(), parts }, new Date(), tx);
      }),
    ),
  );
  expect(results.filter(({ status }) => status === 'rejected')).toEqual([]);
  expect(await balances()).toEqual([10_000n, 10_000n, 10_000n]);
  await expectWhole();
}, 120_000);

test('two hundred keys, each sent eight times at once: one effect and one answer each', async () => {
  const [ana, ben] = people;
  const keys = times(200, () => crypto.randomUUID());
  const answers = new Map(keys.map((key) => [key, new Set<string>()]));
  const attempts = times(8, () => keys).flat();
  await Promise.all(
    attempts.map(async (key) => {
      const answer = await send(ana, ben, 1n, key).catch(stillRunning);
      if (answer) answers.get(key)?.add(JSON.stringify(answer));
    }),
  );
  for (const [key, given] of answers) {
    given.add(JSON.stringify(await send(ana, ben, 1n, key)));
    expect([...given], key).toHaveLength(1);
  }
  expect(new Set([...answers.values()].flatMap((given) => [...given])).size).toBe(200);
  expect(await balances()).toEqual([10_000n - 200n, 10_000n + 200n, 10_000n]);
  const kept = await database.select().from(idempotencyKeys).where(eq(idempotencyKeys.userId, ana.id));
  expect(kept).toHaveLength(200);
  await expectWhole();
}, 240_000);

/** The one refusal a repetition may get: come again, nothing was done by you. */
function stillRunning(error: unknown): null {
  expect(error).toBeInstanceOf(AppError);
  expect(error).toMatchObject({ code: 'conflict', retryAfterSeconds: 1 });
  return null;
}

describe('at once', () => {
  test('a wallet is emptied, and never overdrawn', async () => {
    const [ana, ben] = people;
    const results = await Promise.allSettled(times(30, () => send(ana, ben, 1_000n)));
    const refused = results.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(20);
    for (const result of refused) expect(result).toMatchObject({ reason: { code: 'conflict' } });
    expect(await balances()).toEqual([0n, 20_000n, 10_000n]);
    await expectWhole();
  }, 60_000);

  test('one wallet is opened for whoever has none', async () => {
    const { id } = await addUser();
    const opened = await Promise.all(times(20, () => openWallet(id, 'USD', database)));
    expect(new Set(opened.map((wallet) => wallet.id)).size).toBe(1);
  });

  test('one key under two inputs carries out one of them', async () => {
    const [ana, ben, eva] = people;
    const key = crypto.randomUUID();
    const results = await Promise.allSettled([
      ...times(10, () => send(ana, ben, 100n, key)),
      ...times(10, () => send(ana, eva, 100n, key)),
    ]);
    expect(results.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
    const [left] = await balances();
    expect(left).toBe(9_900n);
    const kept = and(eq(idempotencyKeys.userId, ana.id), eq(idempotencyKeys.key, key));
    expect(await database.select().from(idempotencyKeys).where(kept)).toHaveLength(1);
  }, 60_000);
});
