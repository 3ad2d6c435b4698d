import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import type { Sql } from 'postgres';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ENV } from '~/lib/env.server';
import { newTimeBudget } from '~/lib/request/time-budget';
import { cuttableProxy } from '~/lib/testing/cuttable-proxy';
import { tcpProxy } from '~/lib/testing/tcp-proxy';
import { lastOf } from './last';
import { openPool } from './pool';
import { isUnanswered, refusalOf } from './refusals';
import { type Supervision, supervise } from './supervise';

let pool: Sql;

beforeEach(() => {
  pool = openPool(undefined, 1);
});
afterEach(() => pool.end({ timeout: 1 }));

function supervised(rules: Partial<Supervision>) {
  return drizzle(supervise(pool, { waitMs: 5_000, ...rules }));
}

/** Takes the only connection until it is let go. */
async function takeConnection(): Promise<{ letGo(): Promise<void> }> {
  const taken = Promise.withResolvers<void>();
  const end = Promise.withResolvers<void>();
  const holding = pool.begin(async (tx) => {
    await tx`select 1`;
    taken.resolve();
    await end.promise;
  });
  await taken.promise;
  return {
    async letGo() {
      end.resolve();
      await holding;
    },
  };
}

test('a query that finds no free connection is refused, and the pool is sound afterwards', async () => {
  const db = supervised({ waitMs: 50 });
  const holder = await takeConnection();
  const error = await db.execute(sql`select 1`).catch((reason) => reason);
  expect(refusalOf(error)).toMatchObject({ code: 'unavailable', retryAfterSeconds: 2 });
  await holder.letGo();
  expect(await supervised({}).execute(sql`select 2 as n`)).toEqual([{ n: 2 }]);
});

test('a transaction that finds no free connection is refused, and does nothing later on', async () => {
  const db = supervised({ waitMs: 50 });
  const holder = await takeConnection();
  let ran = false;
  const error = await db
    .transaction(async () => {
      ran = true;
    })
    .catch((reason) => reason);
  expect(refusalOf(error)).toMatchObject({ code: 'unavailable' });
  await holder.letGo();
  expect(await supervised({}).execute(sql`select 3 as n`)).toEqual([{ n: 3 }]);
  expect(ran).toBe(false);
});

test('a query that has its connection may take longer than the wait', async () => {
  await pool`select 1`;
  const db = supervised({ waitMs: 500 });
  expect(await db.execute(sql`select 4 as n from pg_sleep(0.7)`)).toEqual([{ n: 4 }]);
  await db.transaction((tx) => tx.execute(sql`select pg_sleep(0.7)`));
});

test('every statement is told once it is over: plain, in a transaction, in a savepoint, failed', async () => {
  const told: string[] = [];
  const db = supervised({
    onQuery: (text, ms, failed) => told.push(`${failed ? 'failed' : 'done'} ${text} ${ms >= 0}`),
  });
  await db.execute(sql`select 1`);
  await db.transaction(async (tx) => {
    await tx.execute(sql`select 2`);
    await tx.transaction((nested) => nested.execute(sql`select 3`));
  });
  await db.execute(sql`select nonsense`).catch(() => {});
  expect(told).toEqual([
    'done select 1 true',
    'done select 2 true',
    'done select 3 true',
    'failed select nonsense true',
  ]);
});

test('a read whose connection is cut is made again, and a write is not', async () => {
  const proxy = await cuttableProxy(ENV.DATABASE_URL);
  const cuttable = openPool(proxy.url, 1);
  const db = drizzle(supervise(cuttable, { waitMs: 5_000 }));
  await db.execute(sql`select 1`);
  proxy.loseAnswer();
  expect(await db.execute(sql`select 4 as n`)).toEqual([{ n: 4 }]);
  proxy.loseAnswer();
  const error = await db.execute(sql`with n as (select 5) select * from n`).catch((reason) => reason);
  expect(refusalOf(error)).toMatchObject({ code: 'unavailable' });
  await cuttable.end({ timeout: 1 });
  await proxy.close();
});

test('a network that swallows everything costs a few seconds and a refusal, and the connection is not used again', async () => {
  const proxy = await tcpProxy(ENV.DATABASE_URL);
  const lost = openPool(proxy.url, 2, 0.2);
  const db = drizzle(supervise(lost, { waitMs: 1_000 }));
  await Promise.all([db.execute(sql`select 1`), db.execute(sql`select 1`)]);
  proxy.mode = 'swallow';
  const asked = [db.execute(sql`select 1`), db.transaction((tx) => tx.execute(sql`select 2`))];
  for (const result of await Promise.allSettled(asked)) {
    expect(result.status === 'rejected' && refusalOf(result.reason)?.code).toBe('unavailable');
    expect(result.status === 'rejected' && isUnanswered(result.reason)).toBe(true);
  }
  proxy.mode = 'pass';
  expect(await db.execute(sql`select 6 as n`)).toEqual([{ n: 6 }]);
  expect(await db.transaction((tx) => tx.execute(sql`select 7 as n`))).toEqual([{ n: 7 }]);
  await lost.end({ timeout: 1 });
  await proxy.close();
});

test('a long answer that keeps coming is not given up', async () => {
  const slow = openPool(undefined, 1, 0.3);
  const db = drizzle(supervise(slow, { waitMs: 5_000 }));
  const rows = await db.execute(
    sql`select repeat('x', 20000) as text, pg_sleep(0.02) from generate_series(1, 40)`,
  );
  expect(rows).toHaveLength(40);
  await slow.end({ timeout: 1 });
});

test('a query that has its connection late does not take the whole time once more', async () => {
  const db = supervised({ waitMs: 5_000, answerMs: 300 });
  const holder = await takeConnection();
  setTimeout(() => void holder.letGo(), 100);
  const error = await db.execute(sql`select pg_sleep(1)`).catch((reason) => reason);
  expect(isUnanswered(error)).toBe(true);
  expect(await supervised({}).execute(sql`select 8 as n`)).toEqual([{ n: 8 }]);
});

/** A request that has so many milliseconds for all its statements. */
function budgetOf(milliseconds: number) {
  const budget = newTimeBudget(milliseconds);
  return () => budget;
}

test('the statements of a request have one time together, and what comes after it is not sent', async () => {
  const told: string[] = [];
  await pool`select 1`;
  const db = supervised({ answerMs: 9_000, budget: budgetOf(1_000), onQuery: (text) => told.push(text) });
  await db.execute(sql`select 'first'`);
  const slow = await db.execute(sql`select pg_sleep(5)`).catch((reason) => reason);
  const next = await db.execute(sql`select 'next'`).catch((reason) => reason);
  for (const error of [slow, next])
    expect(refusalOf(error)).toMatchObject({ code: 'unavailable', retryAfterSeconds: 2 });
  // The breaker hears of neither: the first had too little left to say that nobody answers.
  expect([slow, next].map(isUnanswered)).toEqual([false, false]);
  expect(told).toEqual(["select 'first'", 'select pg_sleep(5)']);
});

/** Leaves a row of that name behind, where it is committed. */
const leave = (id: string) => sql`insert into public.plans (id, name) values (${id}, 'P')`;
const left = async (id: string) =>
  supervised({}).execute(sql`select id from public.plans where id like ${`${id}%`}`);

test('whoever had time enough, and got no answer, says that nobody answers', async () => {
  await pool`select 1`;
  const db = supervised({ waitMs: 100, budget: budgetOf(200) });
  const error = await db.execute(sql`select pg_sleep(1)`).catch((reason) => reason);
  expect(isUnanswered(error)).toBe(true);
});

test('a transaction that is out of time is refused at once, does nothing more, and is rolled back', async () => {
  const id = `late-${crypto.randomUUID()}`;
  let wentOn = false;
  const error = await supervised({ budget: budgetOf(200) })
    .transaction(async (tx) => {
      await tx.execute(leave(id));
      await tx.execute(sql`select pg_sleep(0.6)`);
      await tx.transaction((nested) => nested.execute(leave(`${id}-2`))).catch(() => {});
      await tx.execute(leave(`${id}-3`));
      wentOn = true;
    })
    .catch((reason) => reason);
  expect(refusalOf(error)).toMatchObject({ code: 'unavailable', retryAfterSeconds: 2 });
  expect(await left(id)).toEqual([]);
  expect(wentOn).toBe(false);
});

test('a transaction whose last statement ends too late is not committed', async () => {
  const id = `late-${crypto.randomUUID()}`;
  const work = supervised({ budget: budgetOf(200) }).transaction(async (tx) => {
    await tx.execute(leave(id));
    await tx.execute(sql`select pg_sleep(0.6)`);
  });
  expect(refusalOf(await work.catch((reason) => reason))?.code).toBe('unavailable');
  expect(await left(id)).toEqual([]);
});

test('a commit that was sent is waited for, however little time is left', async () => {
  const proxy = await tcpProxy(ENV.DATABASE_URL);
  const late = openPool(proxy.url, 1);
  const db = drizzle(supervise(late, { waitMs: 5_000, budget: budgetOf(2_000) }));
  await db.execute(sql`select 1`);
  const made = await db.transaction(async (tx) => {
    const rows = await tx.execute(sql`select 9 as n`);
    proxy.delayMs = 2_400;
    return rows;
  });
  expect(made).toEqual([{ n: 9 }]);
  await late.end({ timeout: 1 });
  await proxy.close();
});

test.each([
  ['travels with the last statement while there is time, and is waited for', 100, 'committed'],
  ['travels alone where time is short, so that there is a no', 5_000, 'unavailable'],
])('a commit %s', async (_, waitMs, outcome) => {
  const id = `last-${crypto.randomUUID()}`;
  const work = supervised({ budget: budgetOf(300), waitMs }).transaction(async (tx) => {
    await lastOf(tx as never).execute(
      sql`insert into public.plans (id, name) select ${id}, 'P' from pg_sleep(0.7)`,
    );
  });
  expect(
    await work.then(
      () => 'committed',
      (reason) => refusalOf(reason)?.code,
    ),
  ).toBe(outcome);
  expect(await left(id)).toHaveLength(outcome === 'committed' ? 1 : 0);
});
