import postgres, { type Sql, type TransactionSql } from 'postgres';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { ENV } from '~/lib/env.server';
import { cuttableProxy } from '~/lib/testing/cuttable-proxy';
import { owner } from '~/lib/testing/owner';
import { driverUrl } from './connection';
import { COMMITTING, ENCODED } from './encoded';
import { openPool } from './pool';

// The begin of a transaction travels with its first statements, and its commit with the last one (decision 177).

const table = `journeys_${crypto.randomUUID().slice(0, 8)}`;
const pools: Sql[] = [];

beforeAll(async () => {
  await owner.unsafe(`create table ${table} (n int check (n < 900) unique deferrable initially deferred)`);
  await owner.unsafe(`grant all on ${table} to public`);
});
afterEach(async () => {
  await Promise.all(pools.splice(0).map((sql) => sql.end({ timeout: 1 })));
  await owner.unsafe(`truncate ${table}`);
});
afterAll(() => owner.unsafe(`drop table ${table}`));

function pool(max = 1, url = ENV.DATABASE_URL): Sql {
  const sql = openPool(url, max);
  pools.push(sql);
  return sql;
}

const insert = (tx: Pick<TransactionSql, 'unsafe'>, n: number | string, options = ENCODED) =>
  tx.unsafe(`insert into ${table} values ($1::int)`, [n], options);

async function left(): Promise<number[]> {
  const rows = await owner.unsafe<{ n: number }[]>(`select n from ${table} order by n`);
  return rows.map(({ n }) => n);
}

/** The connection is the next one's, and nobody is in a transaction on it. */
async function expectSound(sql: Sql): Promise<void> {
  expect(await sql.unsafe('select $1::int as n', [7], ENCODED)).toEqual([{ n: 7 }]);
  const [first] = await sql`select txid_current()::text as id`;
  const [second] = await sql`select txid_current()::text as id`;
  expect(second?.id).not.toBe(first?.id);
}

const JOURNEYS: [string, number, (sql: Sql) => Promise<unknown>][] = [
  ['a first statement takes the begin along', 2, (sql) => sql.begin((tx) => insert(tx, 1))],
  ['so do two that travel together', 2, (sql) => sql.begin((tx) => [insert(tx, 1), insert(tx, 2)])],
  ['a last statement takes the commit along', 1, (sql) => sql.begin((tx) => insert(tx, 1, COMMITTING))],
  [
    'with others before it too',
    2,
    (sql) =>
      sql.begin(async (tx) => {
        await Promise.all([insert(tx, 1), insert(tx, 2)]);
        await insert(tx, 3, COMMITTING);
      }),
  ],
  [
    'a statement that brings its own end waits for the begin',
    3,
    (sql) => sql.begin((tx) => tx.unsafe(`insert into ${table} values (1)`)),
  ],
];

test.each(JOURNEYS)('%s: %d journeys', async (_, journeys, work) => {
  const proxy = await cuttableProxy(ENV.DATABASE_URL);
  const sql = pool(1, proxy.url);
  await sql`select 1`;
  const before = proxy.answers;
  await work(sql);
  expect(proxy.answers - before).toBe(journeys);
  expect((await left()).length).toBeGreaterThan(0);
  await sql.end({ timeout: 1 });
  await proxy.close();
});

test.each([
  ['that join', (tx: TransactionSql) => [insert(tx, 1), insert(tx, 2)]],
  ['with the commit', (tx: TransactionSql) => [insert(tx, 1), insert(tx, 2, COMMITTING)]],
  ['that wait', (tx: TransactionSql) => [1, 2].map((n) => tx.unsafe(`insert into ${table} values (${n})`))],
  ['of both kinds', (tx: TransactionSql) => [insert(tx, 1), tx.unsafe(`insert into ${table} values (2)`)]],
  ['in a savepoint', (tx: TransactionSql) => [tx.savepoint((nested) => insert(nested, 1))]],
])('behind a begin that fails no statement runs: those %s', async (_, ask) => {
  const sql = pool();
  const told: unknown[] = [];
  const transaction = sql.begin('isolation level nonsense', async (tx) => {
    for (const result of await Promise.allSettled(ask(tx) as Promise<unknown>[])) told.push(result.status);
  });
  await expect(transaction).rejects.toMatchObject({ code: '42601' });
  expect(told.every((status) => status === 'rejected')).toBe(true);
  expect(await left()).toEqual([]);
  await expectSound(sql);
});

test('a last statement that fails is not committed, and nothing before it', async () => {
  const sql = pool();
  const transaction = sql.begin(async (tx) => {
    await insert(tx, 1);
    await insert(tx, 900, COMMITTING);
  });
  await expect(transaction).rejects.toMatchObject({ code: '23514' });
  expect(await left()).toEqual([]);
  await expectSound(sql);
});

test('a last statement that can not be written down is not left out of what is committed', async () => {
  const sql = pool();
  const transaction = sql.begin(async (tx) => {
    await insert(tx, 1);
    await insert(tx, undefined as never, COMMITTING);
  });
  await expect(transaction).rejects.toMatchObject({ code: 'UNDEFINED_VALUE' });
  expect(await left()).toEqual([]);
  await expectSound(sql);
});

test('a commit that fails fails the transaction, though its statement was answered', async () => {
  const sql = pool();
  await insert(sql, 1);
  const answers: unknown[] = [];
  const transaction = sql.begin(async (tx) => {
    await insert(tx, 2);
    answers.push((await insert(tx, 1, COMMITTING)).count); // its constraint is asked at the commit
  });
  await expect(transaction).rejects.toMatchObject({ code: '23505' });
  expect(answers).toEqual([1]);
  expect(await left()).toEqual([1]);
  await expectSound(sql);
});

test('what is asked after the last statement is refused, and does not run behind it', async () => {
  const sql = pool();
  const late: unknown[] = [];
  await sql.begin(async (tx) => {
    const last = insert(tx, 1, COMMITTING);
    await last;
    await insert(tx, 2).catch(({ code }) => late.push(code));
  });
  expect(late).toEqual(['CONNECTION_RELEASED']);
  expect(await left()).toEqual([1]);
  await expectSound(sql);
});

test.each([
  [
    'a neighbour fails',
    (tx: TransactionSql) => Promise.all([insert(tx, 1, COMMITTING), Promise.reject(new Error('no'))]),
  ],
  ['it is followed', (tx: TransactionSql) => Promise.all([insert(tx, 1, COMMITTING), insert(tx, 2)])],
  [
    'it is followed by another last one',
    (tx: TransactionSql) => Promise.all([1, 2].map((n) => insert(tx, n, COMMITTING))),
  ],
  [
    'nobody waits for it',
    (tx: TransactionSql) => {
      insert(tx, 1, COMMITTING).catch(() => {});
      throw new Error('no');
    },
  ],
])('a commit that is on its way can not be called back, and is waited for, when %s', async (_, work) => {
  const sql = pool();
  await expect(sql.begin(work)).rejects.toThrow(/no|CONNECTION_RELEASED/);
  // Who has thrown before the statement was sent has sent none.
  expect([[], [1]]).toContainEqual(await left());
  await expectSound(sql);
});

test('what waits behind a transaction that ends itself is refused', async () => {
  const sql = pool();
  const told = await sql
    .begin((tx) =>
      Promise.allSettled([
        tx.unsafe('rollback'),
        insert(tx, 1),
        tx.unsafe(`insert into ${table} values (2)`),
      ]),
    )
    .catch(({ code }) => code);
  expect(told).toBe('CONNECTION_RELEASED');
  expect(await left()).toEqual([]);
  await expectSound(sql);
});

test('what is to be prepared is not committed by its last statement', async () => {
  const sql = pool();
  const id = `journeys_${crypto.randomUUID().slice(0, 8)}`;
  const prepared = sql.begin(async (tx) => {
    await tx.prepare(id);
    await insert(tx, 1, COMMITTING);
  });
  // The servers of this project do not take part in two-phase commits.
  await expect(prepared).rejects.toMatchObject({ code: '55000' });
  expect(await left()).toEqual([]);
  await expectSound(sql);
});

test('a first turn of megabytes arrives whole', async () => {
  const sql = pool();
  const text = 'x'.repeat(4_000);
  const lengths = await sql.begin((tx) =>
    Promise.all(
      Array.from({ length: 600 }, (_, n) =>
        tx.unsafe('select length($1::text) + $2::int as n', [text, n], ENCODED),
      ),
    ),
  );
  expect(lengths.map(([row]) => row?.n)).toEqual(Array.from({ length: 600 }, (_, n) => 4_000 + n));
});

test('rows that came before a failure do not reach the next statement', async () => {
  const sql = pool();
  const half = sql.unsafe('select 1 / (3 - i) as x from generate_series($1::int, 5) as i', [1], ENCODED);
  await expect(half).rejects.toMatchObject({ code: '22012' });
  expect(await sql.unsafe('select $1::int as x', [7], ENCODED)).toEqual([{ x: 7 }]);
});

test('a savepoint can not commit its transaction', async () => {
  const sql = pool();
  await sql.begin(async (tx) => {
    await insert(tx, 1);
    const nested = tx.savepoint((savepoint) => insert(savepoint, 2, COMMITTING));
    await expect(nested).rejects.toMatchObject({ code: 'NOT_ITS_TO_COMMIT' });
  });
  expect(await left()).toEqual([1]);
  await expectSound(sql);
});

test('a transaction that asks nothing, or throws before it has asked, leaves its connection as it was', async () => {
  const sql = pool();
  expect(await sql.begin(() => 'nothing')).toBe('nothing');
  await expectSound(sql);
  const thrown = sql.begin(() => Promise.reject(new Error('a refusal')));
  await expect(thrown).rejects.toThrow('a refusal');
  await expectSound(sql);
});

test('where statements of others queue on a connection a transaction waits for them', async () => {
  const options = { max: 2, max_pipeline: 100, prepare: false };
  const sql = postgres(driverUrl(ENV.DATABASE_URL), options);
  pools.push(sql);
  const plain = (n: number) => sql`select ${n}::int as n, pg_sleep(0.002)`.then(([row]) => row?.n);
  const within = (n: number) =>
    sql
      .begin(async (tx) => {
        await tx`insert into ${tx(table)} values (${n})`;
        if (n % 2) throw new Error('odd');
        return n;
      })
      .catch((error: Error) => error.message);
  const asked = Array.from({ length: 40 }, (_, n) => (n % 4 < 2 ? plain(n) : within(n)));
  expect(await Promise.all(asked)).toEqual(Array.from({ length: 40 }, (_, n) => (n % 4 === 3 ? 'odd' : n)));
  expect(await left()).toEqual(Array.from({ length: 10 }, (_, n) => 4 * n + 2));
});
