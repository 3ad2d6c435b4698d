import { setTimeout as sleep } from 'node:timers/promises';
import { sql as query } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import type { Sql } from 'postgres';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { ENV } from '~/lib/env.server';
import { countingProxy } from '~/lib/testing/counting-proxy';
import { cuttableProxy } from '~/lib/testing/cuttable-proxy';
import { owner } from '~/lib/testing/owner';
import { openPool } from './pool';
import { refusalOf } from './refusals';
import { supervise } from './supervise';

// What the patch in src/lib/db/patches mends. An error that nobody caught fails the run: that is how the process died.

// In a database of its own: the backends that die here are nobody else's.
const database = `driver_${crypto.randomUUID().slice(0, 8)}`;
const databaseUrl = Object.assign(new URL(ENV.DATABASE_URL), { pathname: database }).href;
const pools: Sql[] = [];

beforeAll(() => owner.unsafe(`create database ${database}`));
afterEach(() => Promise.all(pools.splice(0).map((sql) => sql.end({ timeout: 1 }))));
afterAll(() => owner.unsafe(`drop database ${database} with (force)`));

function pool(max: number, url = databaseUrl): Sql {
  const sql = openPool(url, max);
  pools.push(sql);
  return sql;
}

const terminateAll = () =>
  owner`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${database}`;

test('backends terminated under load cost their own queries, never the process', async () => {
  const sql = pool(5);
  const failures: unknown[] = [];
  let done = false;
  const client = async () => {
    while (!done) {
      await sql
        .begin(async (tx) => {
          await tx`select pg_sleep(0.002)`;
          await tx.unsafe('select $1::int', [1]);
        })
        .catch((error) => failures.push(error));
    }
  };
  const load = Promise.all(Array.from({ length: 12 }, client));
  for (let round = 0; round < 15; round++) {
    await sleep(20);
    await terminateAll();
  }
  done = true;
  await load;
  expect(failures.length).toBeGreaterThan(0);
  expect(failures.filter((error) => refusalOf(error)?.code !== 'unavailable')).toEqual([]);
  const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => sql`select ${n}::int as n`));
  expect(answers.map(([row]) => row?.n)).toEqual(Array.from({ length: 20 }, (_, n) => n));
});

test('connections cut under load cost their own queries, never the process', async () => {
  const proxy = await cuttableProxy(databaseUrl);
  const sql = pool(5, proxy.url);
  const failures: unknown[] = [];
  for (let round = 0; round < 15; round++) {
    const queries = Array.from({ length: 20 }, (_, n) =>
      n % 2 ? sql.begin((tx) => tx`select pg_sleep(0.01)`) : sql`select ${n}::int as n`,
    );
    setTimeout(proxy.cut, 1 + round);
    for (const result of await Promise.allSettled(queries)) {
      if (result.status === 'rejected') failures.push(result.reason);
    }
  }
  expect(failures.length).toBeGreaterThan(0);
  expect(failures.filter((error) => refusalOf(error)?.code !== 'unavailable')).toEqual([]);
  await sleep(20);
  expect(await sql`select 7 as n`).toEqual([{ n: 7 }]);
  await proxy.close();
});

test('a transaction that lost its connection can not speak on the next one', async () => {
  const sql = pool(1);
  const late = Promise.withResolvers<unknown>();
  const lost = sql.begin(async (tx) => {
    const [own] = await tx`select pg_backend_pid() as pid`;
    await owner`select pg_terminate_backend(${own?.pid}::int)`;
    await tx`select 1`.catch(() => {});
    await sleep(50); // by now the pool has given the connection to the transaction below
    tx`select set_config('application_name', 'intruder', false)`.then(late.resolve, late.resolve);
  });
  await expect(lost).rejects.toMatchObject({ code: expect.stringMatching(/CONNECTION_CLOSED|57P01|08P01/) });
  const names = await sql.begin(async (tx) => {
    await sleep(100);
    return tx`select current_setting('application_name') as name`;
  });
  expect(names).toEqual([{ name: 'alcazar' }]);
  expect(await late.promise).toMatchObject({ code: 'CONNECTION_RELEASED' });
});

test('a transaction that is over can not speak any more', async () => {
  const sql = pool(1);
  let kept: Sql | undefined;
  await sql.begin(async (tx) => {
    kept = tx as unknown as Sql; // the mistake this is about: a transaction that outlives its callback
    await tx`select 1`;
  });
  await expect(kept?.unsafe('select 1')).rejects.toMatchObject({ code: 'CONNECTION_RELEASED' });
  expect(await sql`select 2 as n`).toEqual([{ n: 2 }]);
});

test('half a result never reaches the next query', async () => {
  const proxy = await cuttableProxy(databaseUrl);
  const sql = pool(1, proxy.url);
  await sql`select 1`;
  const answer = proxy.nextAnswer();
  const cutShort = sql`select n, repeat('x', 1000) from generate_series(1, 200000) as n`.catch(
    (error) => error,
  );
  await answer;
  await sleep(20);
  proxy.cut();
  expect(refusalOf(await cutShort)?.code).toBe('unavailable');
  expect(await sql`select 3 as n`).toEqual([{ n: 3 }]);
  await proxy.close();
});

test('the death of one query is not told to the next', async () => {
  const sql = pool(1);
  const [own] = await sql`select pg_backend_pid() as pid`;
  const sleeping = sql`select pg_sleep(10)`.catch((error) => error);
  await sleep(50);
  await owner`select pg_terminate_backend(${own?.pid}::int)`;
  expect(refusalOf(await sleeping)?.code).toBe('unavailable');
  expect(await sql`select 4 as n`).toEqual([{ n: 4 }]);
});

test('statements without parameters do not queue behind a slow one', async () => {
  const [holder, sql] = [pool(1), pool(2)];
  const held = Promise.withResolvers<void>();
  const letGo = Promise.withResolvers<void>();
  const holding = holder.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(1)`;
    held.resolve();
    await letGo.promise;
  });
  await Promise.all([held.promise, sql`select 1`, sql`select 1`]);
  const slow = sql.unsafe('select pg_advisory_xact_lock(1)').execute();
  const quick = await Promise.all([1, 2, 3].map((n) => sql.unsafe(`select ${n} as n`)));
  expect(quick.map(([row]) => row?.n)).toEqual([1, 2, 3]);
  letGo.resolve();
  await Promise.all([holding, slow]);
});

test('a failing statement without parameters leaves its neighbours their answers', async () => {
  const sql = pool(2);
  const results = await Promise.allSettled(
    Array.from({ length: 30 }, (_, n) => sql.unsafe(n % 3 ? `select ${n} as n` : 'select nonsense')),
  );
  const numbers = results.map((result) => (result.status === 'fulfilled' ? result.value[0]?.n : 'failed'));
  expect(numbers).toEqual(Array.from({ length: 30 }, (_, n) => (n % 3 ? n : 'failed')));
});

test('a database that is away refuses at once, and serves again when it is back', async () => {
  const proxy = await cuttableProxy(databaseUrl);
  const sql = pool(2, proxy.url);
  await sql`select 1`;
  await proxy.close();
  const refused = await Promise.allSettled([1, 2, 3, 4].map((n) => sql`select ${n}::int`));
  expect(refused.map((result) => result.status === 'rejected' && refusalOf(result.reason)?.code)).toEqual(
    Array(4).fill('unavailable'),
  );
  const back = await cuttableProxy(databaseUrl, Number(new URL(proxy.url).port));
  expect(await sql`select 8 as n`).toEqual([{ n: 8 }]);
  await back.close();
});

test('a reserved connection is given without asking for types, and once only', async () => {
  const sql = pool(1);
  const reserved = await sql.reserve();
  expect(await reserved`select 5 as n`).toEqual([{ n: 5 }]);
  reserved.release();
  reserved.release();
  await expect(reserved`select 6 as n`).rejects.toMatchObject({ code: 'CONNECTION_RELEASED' });
  expect(await sql`select 7 as n`).toEqual([{ n: 7 }]);
});

test('a statement whose values are written down is one round trip', async () => {
  const proxy = await cuttableProxy(databaseUrl);
  const sql = pool(1, proxy.url);
  const supervised = drizzle(supervise(sql, { waitMs: 3_000 }));
  // Flush: what a client says that waits for an answer in the middle of a statement.
  proxy.cutAt = 'H\0\0\0\u0004';
  expect([...(await supervised.execute(query`select ${'7'}::int as n, ${null}::text as x`))]).toEqual([
    { n: 7, x: null },
  ]);
  await expect(sql.unsafe('select $1::int as n', [7])).rejects.toThrow();
  await proxy.close();
});

/** Statements with values that Drizzle has written down, as the app's are. */
const given = (number: string) => query`select ${number}::int as n`;
const lock = query`select pg_advisory_xact_lock(${'2'}::int)`;

test('what a transaction asks together travels together, and nobody else’s statement behind it', async () => {
  const proxy = await countingProxy(databaseUrl);
  const [holder, sql] = [pool(1), pool(2, proxy.url)];
  const supervised = drizzle(supervise(sql, { waitMs: 3_000 }));
  const letGo = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  const holding = holder.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(2)`;
    held.resolve();
    await letGo.promise;
  });
  await held.promise;
  const asked = supervised.transaction((tx) => Promise.all([tx.execute(lock), tx.execute(given('7'))]));
  // The second is on its way before the first one is answered, which it is when we say so.
  await expect.poll(() => proxy.statements.length).toBe(3);
  expect(await supervised.execute(given('8'))).toMatchObject([{ n: 8 }]);
  letGo.resolve();
  expect((await asked)[1]).toMatchObject([{ n: 7 }]);
  await holding;
  await sql.end();
  await proxy.close();
});

test('where the first of two that travel together fails, both do, the transaction too, and the next one has the connection', async () => {
  const supervised = drizzle(supervise(pool(1), { waitMs: 3_000 }));
  const direct = pool(1, Object.assign(new URL(ENV.DIRECT_URL), { pathname: database }).href);
  await direct`create table moved (n int check (n < 9))`;
  await direct`grant all on moved to public`;
  const add = (number: string) => query`insert into moved values (${number}::int)`;
  for (const round of [1, 2, 3]) {
    const codes: unknown[] = [];
    const failing = supervised.transaction(async (tx) => {
      await tx.execute(add('1'));
      const results = await Promise.allSettled([tx.execute(add('9')), tx.execute(add('2'))]);
      codes.push(...results.map((result) => result.status === 'rejected' && result.reason.cause.code));
    });
    await expect(failing, `round ${round}`).rejects.toThrow();
    expect(codes).toEqual(['23514', '25P02']);
    expect(await supervised.execute(query`select * from moved`)).toEqual([]);
  }
  await supervised.transaction((tx) => Promise.all(['3', '4', '5'].map((n) => tx.execute(add(n)))));
  expect(await supervised.execute(query`select n from moved order by n`)).toMatchObject([
    { n: 3 },
    { n: 4 },
    { n: 5 },
  ]);
});

test('a connection that is cut takes both that travel together with it', async () => {
  const proxy = await cuttableProxy(databaseUrl);
  const sql = pool(1, proxy.url);
  const supervised = drizzle(supervise(sql, { waitMs: 3_000 }));
  const results: PromiseSettledResult<unknown>[] = [];
  const cut = supervised.transaction(async (tx) => {
    const asked = [tx.execute(query`select pg_sleep(${'5'})`), tx.execute(given('7'))];
    setTimeout(proxy.cut, 50);
    results.push(...(await Promise.allSettled(asked)));
  });
  await expect(cut).rejects.toThrow();
  expect(results.map((result) => result.status === 'rejected' && refusalOf(result.reason)?.code)).toEqual(
    Array(2).fill('unavailable'),
  );
  expect(await supervised.execute(given('8'))).toMatchObject([{ n: 8 }]);
  await proxy.close();
});

test('one without values that fails among those that travel together ends for all of them', async () => {
  const sql = pool(1);
  const supervised = drizzle(supervise(sql, { waitMs: 3_000 }));
  const failing = query`select nonsense`;
  for (const asked of [
    [given('1'), failing],
    [failing, given('1')],
    [given('1'), failing, given('2')],
    [failing, failing],
  ]) {
    const ended: string[] = [];
    const transaction = supervised.transaction(async (tx) => {
      const results = await Promise.allSettled(asked.map((statement) => tx.execute(statement)));
      ended.push(...results.map(({ status }) => status));
    });
    await expect(transaction).rejects.toThrow();
    expect(ended.at(asked.indexOf(failing))).toBe('rejected');
    expect(await supervised.execute(given('8'))).toMatchObject([{ n: 8 }]);
  }
});
