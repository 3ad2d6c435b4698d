import { and, eq, like, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import { beforeEach, describe, expect, test } from 'vitest';
import { plans } from '~/features/billing/billing.schema';
import { type Database, db, type Transaction } from '~/lib/data/system';
import { conn } from '~/lib/db/client';
import { isCheckViolation, isUniqueViolation, refusalOf } from '~/lib/db/refusals';
import * as schema from '~/lib/db/schema';
import { supervise } from '~/lib/db/supervise';
import { AppError, type AppErrorCode } from '~/lib/errors';
import { newTimeBudget } from '~/lib/request/time-budget';
import { owner } from '~/lib/testing/owner';
import { addUser } from '~/lib/testing/users';
import { idempotencyKeys } from './idempotency.schema';
import { type Command, pruneKeys } from './kept-commands.server';
import { KEEP_MS } from './limits';
import { once, oncePlanned, type PlannedWork } from './once.server';

const NOW = new Date('2026-03-01T12:00:00Z');
const INPUT = { amount: 2500n, to: 'Ana' };

let userId: string;
let mark: string;

beforeEach(async () => {
  userId = (await addUser()).id;
  mark = `once-${crypto.randomUUID()}`;
});

/** Leaves one row behind each time it runs, so that effects can be counted. */
async function work(tx: Database): Promise<{ id: string }> {
  const id = `${mark}-${crypto.randomUUID()}`;
  await tx.insert(plans).values({ id, name: 'P' });
  return { id };
}

async function effects(): Promise<number> {
  return (
    await db
      .select()
      .from(plans)
      .where(like(plans.id, `${mark}-%`))
  ).length;
}

const command = (given: Partial<Command> = {}): Command => ({
  userId,
  route: 'test.work',
  key: mark,
  input: INPUT,
  ...given,
});

const kept = () =>
  db
    .select()
    .from(idempotencyKeys)
    .where(and(eq(idempotencyKeys.userId, userId), eq(idempotencyKeys.key, mark)));

describe('the same command again', () => {
  test('has one effect and the first answer, byte for byte as it was kept', async () => {
    const first = await once(command(), NOW, work);
    const again = await once(command(), NOW, work);
    expect(JSON.stringify(again)).toBe(JSON.stringify(first));
    expect(await effects()).toBe(1);
    const [row] = await kept();
    expect(row).toMatchObject({ responseStatus: 200, responseBody: JSON.stringify(first) });
  });

  test.each([
    [{ b: 1, a: ['ñ', '\u0000', '\u2028', '"', null], ' ': { z: 1.5, '1': true } }],
    ['text'],
    [null],
  ])('keeps an answer of any shape: %j', async (answer) => {
    const first = await once(command(), NOW, () => Promise.resolve(answer));
    const again = await once(command(), NOW, () => Promise.resolve('another'));
    expect(JSON.stringify(again)).toBe(JSON.stringify(first));
    expect(first).toEqual(answer);
  });

  test('is the same in whatever order its input is written', async () => {
    await once(command({ input: { a: 1, b: { c: [1n, new Date(0)], d: undefined } } }), NOW, work);
    await once(command({ input: { b: { c: [1n, new Date(0)] }, a: 1 } }), NOW, work);
    expect(await effects()).toBe(1);
  });

  test.each([
    ['another value', { ...INPUT, amount: 2501n }],
    ['another type', { ...INPUT, amount: '2500' }],
    ['one property more', { ...INPUT, note: '' }],
    ['one property less', { amount: 2500n }],
    ['a property inside of another', { input: INPUT }],
  ])('with %s is refused, and nothing runs', async (_, input) => {
    await once(command(), NOW, work);
    await expect(once(command({ input }), NOW, work)).rejects.toMatchObject({
      code: 'unprocessable',
      status: 422,
    });
    expect(await effects()).toBe(1);
  });

  test('of another user, under another route or key is another command', async () => {
    const other = await addUser();
    const commands = [{}, { userId: other.id }, { route: 'test.other' }, { key: `${mark}2` }].map(command);
    const answers: { id: string }[] = [];
    for (const one of commands) answers.push(await once(one, NOW, work));
    expect(await effects()).toBe(4);
    // And each hears its own answer again.
    for (const [index, one] of commands.entries()) expect(await once(one, NOW, work)).toEqual(answers[index]);
  });
});

/** Does something, and is refused then. */
const refusedWith =
  (code: AppErrorCode, options?: { retryAfterSeconds: number }) => async (tx: Transaction) => {
    await work(tx);
    throw new AppError(code, `No: ${code}.`, options);
  };

describe('a refusal', () => {
  test.each(['forbidden', 'not_found', 'conflict', 'unprocessable'] as const)(
    '%s undoes what was done, and stands for the key',
    async (code) => {
      const first = await once(command(), NOW, refusedWith(code)).catch((error) => error);
      const again = await once(command(), NOW, work).catch((error) => error);
      expect(first).toBeInstanceOf(AppError);
      expect([again.code, again.message, again.status]).toEqual([code, `No: ${code}.`, first.status]);
      expect(await effects()).toBe(0);
    },
  );

  test.each([
    ['invalid input', refusedWith('invalid')],
    ['no session', refusedWith('unauthorized')],
    ['a limit', refusedWith('rate_limited')],
    ['a database that is away', refusedWith('unavailable')],
    ['a wait', refusedWith('conflict', { retryAfterSeconds: 1 })],
    ['a bug', () => Promise.reject(new TypeError('a bug'))],
    ['a statement that fails', (tx: Transaction) => tx.insert(plans).values({ id: 'Not A Slug' } as never)],
  ])('for %s leaves no key, and the same one may be tried again', async (_, fails) => {
    await expect(once<unknown>(command(), NOW, fails)).rejects.toThrow();
    expect(await kept()).toEqual([]);
    await once(command(), NOW, work);
    expect(await effects()).toBe(1);
  });
});

test('a command whose request is out of time has no effect, and the same key carries it out once', async () => {
  const budget = newTimeBudget(300);
  const timed = drizzle(supervise(conn, { waitMs: 5_000, budget: () => budget }), { schema });
  const late = once(
    command(),
    NOW,
    async (tx) => {
      const made = await work(tx);
      await tx.execute(sql`select pg_sleep(0.6)`);
      return made;
    },
    timed,
  );
  expect(refusalOf(await late.catch((reason) => reason))).toMatchObject({
    status: 503,
    retryAfterSeconds: 2,
  });
  const first = await once(command(), NOW, work);
  expect(await once(command(), NOW, work)).toEqual(first);
  expect(await effects()).toBe(1);
});

describe('while the first one still runs', () => {
  /** A command that has done its work and is held before it ends. */
  function held() {
    const [reached, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const done = once(command(), NOW, async (tx) => {
      const result = await work(tx);
      reached.resolve();
      await release.promise;
      return result;
    });
    return { reached: reached.promise, done, end: release.resolve, fail: release.reject };
  }

  test('the second waits a little, and gets its answer', async () => {
    const first = held();
    await first.reached;
    const second = once(command(), NOW, work);
    await waiting(1);
    first.end();
    expect(await second).toEqual(await first.done);
    expect(await effects()).toBe(1);
  });

  test('the second is told to come again when it takes longer, and does nothing', async () => {
    const first = held();
    await first.reached;
    await expect(once(command(), NOW, work)).rejects.toMatchObject({
      code: 'conflict',
      status: 409,
      retryAfterSeconds: 1,
    });
    first.end();
    expect(await once(command(), NOW, work)).toEqual(await first.done);
    expect(await effects()).toBe(1);
  });

  test('the second takes over when the first one fails', async () => {
    const first = held();
    await first.reached;
    const second = once(command(), NOW, work);
    await waiting(1);
    first.fail(new Error('a bug'));
    await expect(first.done).rejects.toThrow('a bug');
    await second;
    expect(await effects()).toBe(1);
  });

  test('both are answered alike, whichever of the two was refused', async () => {
    const first = held();
    await first.reached;
    const second = once(command(), NOW, work);
    await waiting(1);
    first.fail(new AppError('conflict', 'Refused.'));
    // Which of the two has the key first, when the refusal has let go of it, is luck.
    const told = [first.done, second].map((answer) => answer.catch(({ message }: AppError) => message));
    const [one, other] = await Promise.all(told);
    expect(one).toEqual(other);
    expect(await effects()).toBe(one === 'Refused.' ? 0 : 1);
  });

  /** Until that many statements of this user wait for somebody's transaction to end. */
  async function waiting(count: number): Promise<void> {
    const ask = () => owner`
      select from pg_locks where not granted and locktype = 'transactionid'
        and pid in (select pid from pg_stat_activity where query like '%claim_command%')`;
    await expect.poll(async () => (await ask()).length).toBeGreaterThanOrEqual(count);
  }
});

describe('a command that knows its answer beforehand', () => {
  const TAKEN = 'taken';
  /** Adds a row with that id, or is refused where it is there already. */
  const adding = (id: string, seen: string[] = []): PlannedWork<string, { id: string }> => ({
    answer: { id },
    look: async (tx) => {
      const [row] = await tx.select({ name: plans.name }).from(plans).where(eq(plans.id, mark));
      return row?.name ?? 'nobody';
    },
    async carryOut(found, tx) {
      seen.push(found);
      const refused = new AppError('conflict', 'It is there already.');
      await tx
        .insert(plans)
        .values({ id, name: TAKEN })
        .catch((error: unknown) => {
          throw isUniqueViolation(error, 'plans_pkey') ? refused : error;
        });
    },
  });

  test('has one effect and one answer, and does not look at what it did as if it were new', async () => {
    const seen: string[] = [];
    const add = () => oncePlanned(command(), NOW, adding(mark, seen));
    const answers = await Promise.all([add(), add(), add()]);
    expect([...answers, await add()]).toEqual(Array(4).fill({ id: mark }));
    expect(seen).toEqual(['nobody']);
  });

  test('that its statement refuses is refused in its words, with nothing done, and stays so', async () => {
    await db.insert(plans).values({ id: mark, name: TAKEN });
    const refusal = { code: 'conflict', message: 'It is there already.' };
    await expect(oncePlanned(command(), NOW, adding(mark))).rejects.toMatchObject(refusal);
    expect(await kept()).toMatchObject([{ responseStatus: 409 }]);
    await expect(oncePlanned(command(), NOW, adding(`${mark}-2`))).rejects.toMatchObject(refusal);
  });

  test('leaves no key where the statement fails for another reason', async () => {
    const failed = await oncePlanned(command(), NOW, adding('Not A Slug')).catch((error) => error);
    expect(isCheckViolation(failed, 'plans_id_slug'), String(failed.cause)).toBe(true);
    expect(await kept()).toEqual([]);
    expect(await oncePlanned(command(), NOW, adding(mark))).toEqual({ id: mark });
  });

  test('is told to come again while another one runs, whatever it wanted to look at', async () => {
    const [reached, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const first = once(command(), NOW, async () => {
      reached.resolve();
      await release.promise;
    });
    await reached.promise;
    await expect(oncePlanned(command(), NOW, adding(mark))).rejects.toMatchObject({
      code: 'conflict',
      retryAfterSeconds: 1,
    });
    release.resolve();
    await first;
  });
});

test('a transaction of the caller’s may hold several commands, and takes all of them back', async () => {
  const undo = new Error('taken back');
  const attempt = db.transaction(async (tx) => {
    await once(command(), NOW, work, tx);
    await once(command({ key: `${mark}2` }), NOW, work, tx);
    throw undo;
  });
  await expect(attempt).rejects.toBe(undo);
  expect(await effects()).toBe(0);
  expect(await kept()).toEqual([]);
});

describe('the table', () => {
  const row = () => ({ userId, route: 'test.work', key: mark, inputHash: 'x', expiresAt: NOW });

  test('keeps no key without its answer past the end of a transaction', async () => {
    const attempt = db.insert(idempotencyKeys).values(row());
    await expect(Promise.resolve(attempt)).rejects.toMatchObject({
      cause: { constraint_name: 'idempotency_key_has_answer' },
    });
  });

  test('is claimed by an instance of the build before, which hands over no answer, until that is there too', async () => {
    const claimed = (tx: Database) =>
      tx.execute(sql`select * from private.claim_command(${userId}, 'test.work', ${mark}, 'x', now())`);
    await expect(Promise.resolve(claimed(db))).rejects.toMatchObject({
      cause: { constraint_name: 'idempotency_key_has_answer' },
    });
    await db.transaction(async (tx) => {
      expect(await claimed(tx)).toMatchObject([{ is_new: true }]);
      await tx
        .update(idempotencyKeys)
        .set({ responseStatus: 200, responseBody: '1' })
        .where(eq(idempotencyKeys.userId, userId));
    });
    expect(await kept()).toMatchObject([{ responseBody: '1' }]);
  });

  test.each([
    ['an empty key', 'idempotency_keys_key_short', { key: '' }],
    ['a key of 256 characters', 'idempotency_keys_key_short', { key: 'k'.repeat(256) }],
    ['half an answer', 'idempotency_keys_answer_whole', { responseStatus: 200 }],
  ])('refuses %s', async (_, constraint_name, given) => {
    const attempt = db.insert(idempotencyKeys).values({ ...row(), ...given });
    await expect(Promise.resolve(attempt)).rejects.toMatchObject({ cause: { constraint_name } });
  });

  test('takes a key of 255 characters', async () => {
    await once(command({ key: 'k'.repeat(255) }), NOW, work);
    await once(command({ key: 'k'.repeat(255) }), NOW, work);
    expect(await effects()).toBe(1);
  });

  test('forgets whoever leaves', async () => {
    await once(command(), NOW, work);
    await owner`delete from auth.users where id = ${userId}`;
    expect(await kept()).toEqual([]);
  });
});

test('a command is known for a day and more, and forgotten by the first pruning after its time', async () => {
  expect(KEEP_MS).toBeGreaterThanOrEqual(24 * 60 * 60 * 1000);
  // Long ago, so that nothing of another test is past its time.
  const then = new Date('2001-01-01T00:00:00Z');
  await once(command(), then, work);
  await pruneKeys(new Date(then.getTime() + KEEP_MS));
  await once(command(), then, work);
  expect(await effects()).toBe(1);
  expect(await pruneKeys(new Date(then.getTime() + KEEP_MS + 1))).toBeGreaterThanOrEqual(1);
  expect(await kept()).toEqual([]);
});
