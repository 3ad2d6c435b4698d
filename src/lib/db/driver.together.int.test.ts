import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import postgres, { type Sql, type TransactionSql } from 'postgres';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { ENV } from '~/lib/env.server';
import { owner } from '~/lib/testing/owner';
import { tcpProxy } from '~/lib/testing/tcp-proxy';
import { driverUrl } from './connection';
import { type COMMITTING, ENCODED } from './encoded';
import { openPool } from './pool';

// Statements of a transaction that travel together (decision 164): each gets its own answer, and none runs outside of it.

const table = `together_${crypto.randomUUID().slice(0, 8)}`;
const pools: Sql[] = [];

beforeAll(async () => {
  await owner.unsafe(`create table ${table} (n int check (n < 900))`);
  await owner.unsafe(`grant all on ${table} to public`);
});
afterEach(async () => {
  await Promise.all(pools.splice(0).map((sql) => sql.end({ timeout: 1 })));
  await owner.unsafe(`truncate ${table}`);
});
afterAll(() => owner.unsafe(`drop table ${table}`));

function pool(max: number): Sql {
  const sql = openPool(ENV.DATABASE_URL, max);
  pools.push(sql);
  return sql;
}

const LONG = 'x'.repeat(4_000);

type Send = (tx: TransactionSql, n: number) => Promise<unknown>;

/** What an app may ask, and get wrong. */
const KINDS: Record<string, Send> = {
  read: (tx, n) => tx.unsafe('select $1::int as n', [n], ENCODED),
  readOfAskedTypes: (tx, n) => tx.unsafe('select $1::int as n', [n]),
  readWithoutValues: (tx, n) => tx.unsafe(`select ${n} as n`),
  slow: (tx, n) => tx.unsafe('select $1::int as n, pg_sleep(0.002)', [n], ENCODED),
  long: (tx, n) =>
    tx.unsafe(`select $1::int as n, $2::text || repeat('y', 40000) as text`, [n, LONG], ENCODED),
  write: (tx, n) => tx.unsafe(`insert into ${table} values ($1::int) returning n`, [n], ENCODED),
  broken: (tx, n) => tx.unsafe(`insert into ${table} values ($1::int)`, [n + 900], ENCODED),
  brokenOfAskedTypes: (tx, n) => tx.unsafe('select $1::int / 0 as n', [n]),
  brokenWithoutValues: (tx) => tx.unsafe('select nonsense'),
  // The mistake of a program: the driver can not write it down.
  unwritable: (tx) => tx.unsafe('select $1::int as n', [undefined as never], ENCODED),
};

interface Plan {
  steps: Step[];
  /** The last statement, with which the commit may travel. */
  last: string | null;
}

type Step = (string | string[])[];
const kind = fc.constantFrom(...Object.keys(KINDS));
/** Statements that are asked together, those after them when they are answered; a list among them is a savepoint's. */
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.array(kind, { minLength: 1, maxLength: 4 }) },
  { weight: 1, arbitrary: fc.array(kind, { minLength: 1, maxLength: 3 }).map((nested) => [nested]) },
);
const plan: fc.Arbitrary<Plan> = fc.record({
  steps: fc.array(step, { maxLength: 4 }),
  last: fc.option(kind),
});

/**
 * Makes a transaction of it. Without `together` each statement waits for the one before. What a transaction or a savepoint fails
 * with is the failure that was told first, which is another one when one that can not be sent travels behind one that fails.
 */
async function carryOut(sql: Sql, { steps, last }: Plan, together: boolean) {
  const answers: unknown[] = [];
  let n = 0;
  const ask = async (tx: TransactionSql, asked: Step): Promise<void> => {
    for (const turn of together ? [asked] : asked.map((one) => [one])) {
      const sent = turn.map((one) => (typeof one === 'string' ? KINDS[one]?.(tx, ++n) : within(tx, one)));
      answers.push(...(await Promise.allSettled(sent)).map(said));
    }
  };
  const within = (tx: TransactionSql, nested: string[]) =>
    tx
      .savepoint((savepoint) => ask(savepoint, nested))
      .then(
        () => 'kept',
        () => 'taken back',
      );
  const work = async (tx: TransactionSql) => {
    for (const step of steps) await ask(tx, step);
    if (last) await ask(together ? committing(tx) : tx, [last]);
  };
  const end = await sql.begin(work).then(
    () => 'committed',
    () => 'rolled back',
  );
  return { answers, end };
}

/** Asks statements with which the commit travels. */
function committing(tx: TransactionSql): TransactionSql {
  const unsafe = (text: string, values: never[] = [], options = {}) =>
    tx.unsafe(text, values, { ...options, commits: true } as typeof COMMITTING);
  return { unsafe } as TransactionSql;
}

function said(result: PromiseSettledResult<unknown>): unknown {
  if (result.status === 'fulfilled') return JSON.stringify(result.value ?? null);
  return result.reason.code;
}

async function left(): Promise<number[]> {
  const rows = await owner.unsafe<{ n: number }[]>(`select n from ${table} order by n`);
  await owner.unsafe(`truncate ${table}`);
  return rows.map(({ n }) => n);
}

test('whatever travels together is answered as if each had waited for the one before, and leaves the same behind', async () => {
  const [single, shared] = [pool(1), pool(2)];
  const property = fc.asyncProperty(plan, async (planned) => {
    const apart = { told: await carryOut(single, planned, false), left: await left() };
    // Others want the same connections meanwhile, and get answers of their own.
    const others = Promise.all([1, 2, 3].map((n) => shared.unsafe('select $1::int as n', [n], ENCODED)));
    const together = { told: await carryOut(shared, planned, true), left: await left() };
    expect(together).toEqual(apart);
    expect((await others).map(([row]) => row?.n)).toEqual([1, 2, 3]);
  });
  await fc.assert(property, { numRuns: 100 });
});

/** A pool of one connection whose answers come late from now on, and its end. */
async function latePool() {
  const proxy = await tcpProxy(ENV.DATABASE_URL);
  const sql = openPool(proxy.url, 1);
  pools.push(sql);
  return { sql, proxy };
}

test.each(['commit', 'rollback'])(
  'what comes while the %s is on its way is refused, and does not run behind it',
  async (end) => {
    const { sql, proxy } = await latePool();
    const codes: unknown[] = [];
    const speak = (tx: TransactionSql) =>
      tx.unsafe(`insert into ${table} values (1)`).catch(({ code }) => codes.push(code));
    const transaction = sql.begin(async (tx) => {
      const savepoint = await new Promise<TransactionSql>((given) => {
        // The mistake this is about: a part of the transaction for which nobody waits.
        tx.savepoint(async (nested) => {
          given(nested);
          await sleep(200);
        }).catch(({ code }) => codes.push(code));
      });
      proxy.delayMs = 120;
      setTimeout(() => [tx, savepoint].map(speak), 40);
      if (end === 'rollback') throw new Error('a refusal');
    });
    await transaction.catch(() => {});
    await sleep(220);
    expect(codes).toEqual(['CONNECTION_RELEASED', 'CONNECTION_RELEASED']);
    expect(await left()).toEqual([]);
    await proxy.close();
  },
);

test('a commit that the database answers with a rollback is a failure', async () => {
  const sql = pool(1);
  const transaction = sql.begin(async (tx) => {
    await tx.unsafe(`insert into ${table} values (1)`);
    // Nobody waits for it, and it fails when the commit is on its way already.
    tx.unsafe(`insert into ${table} select 900 from pg_sleep(0.05)`).catch(() => {});
  });
  await expect(transaction).rejects.toMatchObject({ code: '23514' });
  expect(await left()).toEqual([]);
});

test('a transaction between two statements is not taken for free when its socket has room again', async () => {
  const sockets: Socket[] = [];
  const { hostname, port } = new URL(ENV.DATABASE_URL);
  const socket = () =>
    new Promise<Socket>((resolve) => {
      const made = connect(Number(port), hostname, () => resolve(made));
      sockets.push(made);
    });
  const sql = postgres(driverUrl(ENV.DATABASE_URL), { ...pool(1).options, socket } as never);
  pools.push(sql);
  let outside: Promise<unknown> | undefined;
  await sql.begin(async (tx) => {
    const [mine] = await tx`select txid_current()::text as id`;
    outside = sql`select txid_current()::text as id`.then(([row]) => expect(row?.id).not.toBe(mine?.id));
    await sleep(20);
    for (const each of sockets) each.emit('drain');
    await tx`select 1`;
  });
  await outside;
});
