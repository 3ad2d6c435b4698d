import { eq, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { profiles } from '~/features/auth/auth.schema';
import { ANONYMOUS, type VerifiedClaims } from '~/lib/data/claims';
import { db, type Transaction } from '~/lib/data/system';
import { asUser } from '~/lib/data/user';
import * as schema from '~/lib/db/schema';
import { tryAllThrough } from '~/lib/testing/access/api-attempts';
import { type Target, targetsOf, tryAll } from '~/lib/testing/access/attempts';
import { ACCESS, PEOPLE, type Person } from '~/lib/testing/access/expected';
import { sessionClaimsIn } from '~/lib/testing/actors';
import { furnish } from '~/lib/testing/furnish';
import { owner } from '~/lib/testing/owner';
import { apiOf, serviceApi, signIn, signUp, type TestUser } from '~/lib/testing/users';

// Every table, every person, every verb, tried with a row that is there. What is expected stands in testing/access/expected.ts.

type User = Exclude<Person, 'app' | 'service'>;
const USERS = ['anon', 'stranger', 'admin', 'ended', 'owner'] as const satisfies User[];

const asOwner = drizzle(owner, { schema });
let ana: TestUser;
let tokens: Record<User, string | null>;
let targets: Target[];

beforeAll(async () => {
  const [mine, stranger, admin] = await Promise.all([signUp(), signUp(), signUp()]);
  ana = mine;
  const ended = await signIn(ana);
  tokens = {
    anon: null,
    stranger: stranger.accessToken,
    admin: admin.accessToken,
    ended,
    owner: ana.accessToken,
  };
  await owner`delete from auth.sessions where id = ${sessionClaimsIn(ended).session_id}`;
  await db.update(profiles).set({ role: 'admin' }).where(eq(profiles.id, admin.id));
  await furnish(ana);
  await owner`insert into rate_limits (key) values ('access/1:-:-') on conflict do nothing`;
  targets = await targetsOf(ana.id);
});
afterAll(() => owner.end());

const claimsOf = (user: User): VerifiedClaims => {
  const token = tokens[user];
  return token ? sessionClaimsIn(token) : ANONYMOUS;
};

/** The way each of them has into the database. */
function as<T>(person: Person, work: (tx: Transaction) => Promise<T>): Promise<T> {
  if (person === 'app') return db.transaction(work);
  if (person !== 'service') return asUser(claimsOf(person), work);
  return asOwner.transaction(async (tx) => {
    await tx.execute(sql`set local role service_role`);
    return work(tx);
  });
}

function apiFor(person: User | 'service') {
  if (person === 'service') return serviceApi();
  const token = tokens[person];
  return apiOf(token ? { accessToken: token } : undefined);
}

const expectedOf = (person: Person, tables: Target[] = targets) =>
  Object.fromEntries(tables.map(({ table }) => [table, ACCESS[table]?.[person]]));

test('every table is written down, and there is a row of it to try with', () => {
  expect(targets.map(({ table }) => table).sort()).toEqual(Object.keys(ACCESS).sort());
  expect(targets.filter(({ row }) => row === null).map(({ table }) => table)).toEqual([]);
});

test.each(PEOPLE)('%s may do in the database what is written down', async (person) => {
  expect(await as(person, (tx) => tryAll(tx, targets))).toEqual(expectedOf(person));
});

test.each([...USERS, 'service'] as const)('%s may do the same through the Data API', async (person) => {
  const shown = targets.filter(({ table }) => !table.includes('.'));
  const found = await tryAllThrough(apiFor(person), shown);
  const expected = Object.entries(expectedOf(person, shown)).map(([table, words]) => [
    table,
    words?.replaceAll(/\(.+?\)/g, ''),
  ]);
  expect(found).toEqual(Object.fromEntries(expected));
});

describe('the matrix shows', () => {
  /** Runs the work in a transaction of the owner's that leaves nothing behind. */
  async function undone<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const outcome: { value?: T } = {};
    const undo = new Error('The work was only to be seen.');
    await asOwner
      .transaction(async (tx) => {
        await tx.execute(sql`set local lock_timeout = '1s'`);
        outcome.value = await work(tx);
        throw undo;
      })
      .catch((error) => {
        if (error !== undo) throw error;
      });
    return outcome.value as T; // work that throws has left by now
  }

  /** As `asUser`, in a transaction that is under way: its login may become anybody, time and again. */
  const seenBy = (user: User, tx: Transaction, tables: Target[]) =>
    asUser(claimsOf(user), (inner) => tryAll(inner, tables), tx as unknown as typeof db);

  /** Their rows are found through another table, whose own policy still asks. */
  const ASKED_TWICE = ['credit_notes', 'invoice_lines', 'ledger_entries', 'payments'];

  // A policy is changed by whoever has the table to themselves, and other tests work with it meanwhile.
  test('each policy that lets too much through', { retry: 5 }, async () => {
    const policies = await owner<{ table: string; name: string; restrictive: boolean }[]>`
      select tablename as table, policyname as name, permissive = 'RESTRICTIVE' as restrictive from pg_policies
      where schemaname = 'public' and 'authenticated' = any (roles) and qual <> 'true'`;
    const unseen: string[] = [];
    for (const { table, name, restrictive } of policies) {
      const tables = targets.filter((target) => target.table === table);
      const user = restrictive ? 'ended' : 'stranger';
      const seen = await undone(async (tx) => {
        await tx.execute(sql.raw(`alter policy ${name} on ${table} using (true)`));
        return seenBy(user, tx, tables);
      });
      if (seen[table] === ACCESS[table]?.[user]) unseen.push(name);
    }
    expect(policies.length).toBeGreaterThan(0);
    expect(unseen.sort()).toEqual(ASKED_TWICE.map((table) => `${table}_live_session`));
  });

  test.each(['anon', 'stranger'] as const)('a grant too many to %s, on every table', async (user) => {
    const seen = await undone(async (tx) => {
      await tx.execute(sql`grant all on all tables in schema public to anon, authenticated`);
      return seenBy(user, tx, targets);
    });
    const unseen = targets.map(({ table }) => table).filter((table) => seen[table] === ACCESS[table]?.[user]);
    expect(unseen).toEqual(['drizzle.__drizzle_migrations']);
  });
});
