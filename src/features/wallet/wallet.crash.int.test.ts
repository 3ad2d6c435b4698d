import { drizzle } from 'drizzle-orm/postgres-js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Profile } from '~/features/auth/auth.schema';
import { db } from '~/lib/data/system';
import { openPool } from '~/lib/db/pool';
import { refusalOf } from '~/lib/db/refusals';
import * as schema from '~/lib/db/schema';
import { supervise } from '~/lib/db/supervise';
import { ENV } from '~/lib/env.server';
import type { Actor } from '~/lib/request/actor';
import { aVisit } from '~/lib/testing/actors';
import { type CuttableProxy, cuttableProxy } from '~/lib/testing/cuttable-proxy';
import { owner } from '~/lib/testing/owner';
import { addUser } from '~/lib/testing/users';
import * as WalletService from './wallet.service';

// A process that dies is, to the database, a connection that ends: here with every single answer of a command on its way.

let proxy: CuttableProxy;
beforeAll(async () => {
  proxy = await cuttableProxy(ENV.DATABASE_URL);
});
afterAll(() => proxy.close());

/** Ana has money, and has sent some to Ben. Eva has no wallet yet. The next command has a key. */
async function arrange() {
  const [ana, ben, eva] = await Promise.all([addUser(), addUser(), addUser()]);
  const topUp = { userId: ana.id, amount: 1000n, currency: 'EUR', reference: crypto.randomUUID() };
  await WalletService.topUp(topUp, new Date());
  const { transactionId } = await send(ana, ben.email, crypto.randomUUID(), db);
  return { ana, ben, eva, transactionId, key: crypto.randomUUID() };
}

type Scene = Awaited<ReturnType<typeof arrange>>;
type Command = (scene: Scene, database: typeof db) => Promise<unknown>;

function send(from: Pick<Actor, 'id' | 'email'>, recipient: string, key: string, database: typeof db) {
  const input = { recipient, amount: 300n, currency: 'EUR' as const, note: 'For the tiles', key };
  return WalletService.transfer(from, input, aVisit(), database);
}

const administrator = { role: 'admin', suspendedAt: null } as Profile; // nothing else is read

const COMMANDS: Record<string, Command> = {
  'a transfer': ({ ana, ben, key }, database) => send(ana, ben.email, key, database),
  'a transfer that opens a wallet': ({ ana, eva, key }, database) => send(ana, eva.email, key, database),
  'a transfer that is refused': ({ ana, key }, database) =>
    send(ana, 'nobody@example.test', key, database).catch((error) => {
      if (error.code !== 'unprocessable') throw error;
    }),
  'a payment that comes in': ({ eva, key }, database) =>
    WalletService.topUp(
      { userId: eva.id, amount: 500n, currency: 'EUR', reference: key },
      new Date(),
      database,
    ),
  'a reversal': ({ ana, transactionId, key }, database) =>
    WalletService.reverse(
      { id: ana.id, profile: administrator },
      { transactionId, reason: 'test', key },
      aVisit(),
      database,
    ),
};

/** Everything these three have in the ledger, and their commands. Without ids, so that two scenes can be compared. */
async function stateOf({ ana, ben, eva }: Scene) {
  const people = [ana.id, ben.id, eva.id];
  const who = owner`array_position(${`{${people}}`}::uuid[], user_id)`;
  const accounts = await owner`
    select ${who} as who, balance from ledger_accounts where user_id in ${owner(people)} order by who`;
  const entries = await owner`
    select ${who} as who, amount, posted.kind, note from ledger_entries as entry
    join ledger_transactions as posted on posted.id = entry.transaction_id
    join ledger_accounts as account on account.id = entry.account_id
    where user_id in ${owner(people)} order by posted.posted_at, posted.kind, amount`;
  const commands = await owner`
    select route, response_status from idempotency_keys where user_id in ${owner(people)} order by created_at`;
  return { accounts: [...accounts], entries: [...entries], commands: [...commands] };
}

/** Runs it on a connection of its own through the proxy, which loses that one of the database's answers. */
async function run(command: Command, scene: Scene, lost?: number) {
  const conn = openPool(proxy.url, 1);
  await conn`select 1`; // connecting takes answers too
  const before = proxy.answers;
  if (lost) proxy.loseAnswer(lost);
  const attempt = command(scene, drizzle(supervise(conn, { waitMs: 5_000 }), { schema }));
  const [{ status, ...outcome }] = await Promise.allSettled([attempt]);
  await conn.end({ timeout: 1 });
  return { answers: proxy.answers - before, status, error: 'reason' in outcome ? outcome.reason : undefined };
}

describe.each(Object.entries(COMMANDS))('%s', (_, command) => {
  let answers: number;
  let done: Awaited<ReturnType<typeof stateOf>>;
  beforeAll(async () => {
    const scene = await arrange();
    const first = await run(command, scene);
    expect(first.status).toBe('fulfilled');
    answers = first.answers;
    done = await stateOf(scene);
  });

  test('that is cut off at any answer but the last has done nothing, and the next try does it once', async () => {
    expect(answers).toBeGreaterThan(1);
    for (let lost = 1; lost < answers; lost++) {
      const scene = await arrange();
      const before = await stateOf(scene);
      const { error } = await run(command, scene, lost);
      expect(refusalOf(error), `without answer ${lost}`).toMatchObject({ code: 'unavailable' });
      expect(await stateOf(scene), `without answer ${lost}`).toEqual(before);
      await command(scene, db);
      await command(scene, db);
      expect(await stateOf(scene), `tried again without answer ${lost}`).toEqual(done);
    }
  }, 120_000);

  test('that was done while nobody heard of it is done once, and the next try hears of it', async () => {
    const scene = await arrange();
    // The last answer is the one to COMMIT, whether it has travelled alone or with a statement.
    const { error } = await run(command, scene, answers);
    expect(refusalOf(error)).toMatchObject({ code: 'unavailable' });
    await expect.poll(() => stateOf(scene)).toEqual(done);
    await command(scene, db);
    expect(await stateOf(scene)).toEqual(done);
  }, 60_000);
});
