import { getTableName } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { conn, db } from '~/lib/db/client';
import * as schema from '~/lib/db/schema';
import { actorOf, aVisit } from '~/lib/testing/actors';
import { furnish } from '~/lib/testing/furnish';
import { owner } from '~/lib/testing/owner';
import { signUp, type TestUser } from '~/lib/testing/users';
import { exportAccount } from './export.service';
import { NOT_IN_FILE, SECTIONS } from './sections';

let ana: TestUser;
beforeEach(async () => {
  ana = await signUp({ fullName: 'Ana "la Brava" Núñez 🏰' });
});
afterAll(() => owner.end());

type Options = Parameters<typeof exportAccount>[2];

async function piecesOf(user: TestUser, options: Options = {}): Promise<string[]> {
  return Array.fromAsync(
    exportAccount(actorOf(user), aVisit({ now: new Date('2026-03-04T05:06:07Z') }), options),
  );
}

const exported = async (user: TestUser, options?: Options) =>
  JSON.parse((await piecesOf(user, options)).join(''));

test('every table that leads to a user is in the file, or in the list of those that are not, with a reason', async () => {
  const leading = await owner`
    with recursive leads (table_id) as (
      (select 'auth.users'::regclass::oid
      union select attrelid from pg_attribute join pg_class on pg_class.oid = attrelid
      where attname ~ '^(user|owner|profile|account)_id$' and relkind in ('r', 'p'))
      union select conrelid from pg_constraint join leads on confrelid = table_id where contype = 'f'
    )
    select relnamespace::regnamespace::text as schema, relname as name from leads join pg_class on pg_class.oid = table_id`;
  const names = leading.map(({ schema: where, name }) => (where === 'public' ? name : `${where}.${name}`));
  const inFile = SECTIONS.map(({ table }) => getTableName(table));
  expect(names.filter((name) => !inFile.includes(name) && !(name in NOT_IN_FILE))).toEqual([]);
  const stale = await owner`
    select name from string_to_table(${Object.keys(NOT_IN_FILE).join(' ')}, ' ') as name where to_regclass(name) is null`;
  expect([...stale]).toEqual([]);
});

describe('the file', () => {
  test('has every table and every column that is not withheld, and says what is and why', async () => {
    await furnish(ana);
    const file = await exported(ana);
    const columns = await owner`
      select table_name as table, column_name as name from information_schema.columns where table_schema = 'public'`;
    for (const { table, withheld = {} } of SECTIONS) {
      const name = getTableName(table);
      const kept = columns.filter((column) => column.table === name && !(column.name in withheld));
      expect(Object.keys(file[name][0] ?? {}).sort(), name).toEqual(kept.map((column) => column.name).sort());
      for (const [column, why] of Object.entries(withheld)) {
        expect(file.about.withheld[`${name}.${column}`]).toBe(why);
      }
    }
    expect(file.about).toMatchObject({ format: 1, exported_at: '2026-03-04T05:06:07.000Z' });
  });

  test('writes large amounts, moments, addresses and odd names so that nothing of them is lost', async () => {
    await furnish(ana);
    const file = await exported(ana);
    expect(file.profiles).toEqual([
      expect.objectContaining({ id: ana.id, full_name: 'Ana "la Brava" Núñez 🏰' }),
    ]);
    expect(file.invoices).toEqual([
      expect.objectContaining({
        amount: '9007199254740993',
        currency: 'EUR',
        issued_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      }),
    ]);
    expect(file.user_sessions).toEqual([expect.objectContaining({ address: '2001:db8::1' })]);
  });

  test('has what the auth server keeps, without what opens the account', async () => {
    await owner`update auth.users set raw_user_meta_data = '{"full_name":"Ana","plays":"chess"}', recovery_token = 'secret-recovery' where id = ${ana.id}`;
    const pieces = (await piecesOf(ana)).join('');
    const { account } = JSON.parse(pieces);
    expect(account).toMatchObject({
      id: ana.id,
      email: ana.email,
      raw_user_meta_data: { plays: 'chess' },
      identities: [expect.objectContaining({ provider: 'email' })],
    });
    const [user] = await owner`select encrypted_password from auth.users where id = ${ana.id}`;
    for (const secret of [user?.encrypted_password, 'secret-recovery']) expect(pieces).not.toContain(secret);
    expect(Object.keys(account).filter((name) => /password|token|hash|key/.test(name))).toEqual([]);
  });

  test('has the money, exactly, and what was written with it', async () => {
    await furnish(ana);
    const file = await exported(ana);
    expect(file.ledger_accounts).toEqual([expect.objectContaining({ currency: 'EUR', balance: '0' })]);
    const entries = file.ledger_entries.map(({ amount }: { amount: string }) => BigInt(amount));
    expect(entries.reduce((sum: bigint, amount: bigint) => sum + amount, 0n)).toBe(0n);
    expect(file.ledger_transactions.map(({ note }: { note: string }) => note)).toContain('For the tiles');
    expect(file.payments).toEqual([
      expect.objectContaining({ amount: '9007199254740993', method: 'wallet' }),
    ]);
  });

  test('has nothing in it that opens the account, nor anything of anybody else', async () => {
    const ben = await signUp({ fullName: 'Benedict Cumbersome' });
    await furnish(ana);
    await furnish(ben);
    await owner`update user_sessions set revoked_at = now(), revoked_reason = 'ended_by_admin', revoked_by = ${ben.id} where user_id = ${ana.id}`;
    await owner`
      insert into security_events (occurred_at, kind, outcome, user_id, actor_id)
      values (now(), 'password_change_required', 'succeeded', ${ana.id}, ${ben.id}), (now(), 'sign_in', 'succeeded', ${ben.id}, ${ana.id})`;
    const text = (await piecesOf(ana)).join('');
    expect(text).not.toMatch(/secret-|\$2[aby]\$/);
    expect(text).not.toContain(ben.id);
    expect(text).not.toMatch(/Cumbersome/);
    expect(JSON.parse(text).security_events.map(({ kind }: { kind: string }) => kind)).toContain(
      'password_change_required',
    );
  });

  test('is one whole document for somebody of whom almost nothing is kept', async () => {
    await owner`delete from profiles where id = ${ana.id}`;
    const file = await exported(ana);
    expect([file.profiles, file.subscriptions, file.invoices]).toEqual([[], [], []]);
  });
});

describe('however much there is', () => {
  const EVENTS = 25;
  beforeEach(async () => {
    await owner`
      insert into security_events (occurred_at, kind, outcome, user_id, details)
      select now(), 'sign_in', 'succeeded', ${ana.id}, jsonb_build_object('count', n) from generate_series(1, ${EVENTS}) as n`;
  });

  const countsIn = (file: { security_events: { details: { count?: number } }[] }) =>
    file.security_events.flatMap(({ details }) => details.count ?? []).sort((a, b) => a - b);
  const ALL = Array.from({ length: EVENTS }, (_, index) => index + 1);

  test.each([1, 2, 5, 24, 25, 26, 27, 500])('in batches of %i every row is there once', async (batch) => {
    expect(countsIn(await exported(ana, { batch }))).toEqual(ALL);
  });

  test('a batch is read when the one before it is taken, and never more at once', async () => {
    const statements: string[] = [];
    const logged = drizzle(conn, { schema, logger: { logQuery: (query) => void statements.push(query) } });
    const pieces = exportAccount(actorOf(ana), aVisit(), { batch: 10, database: logged });
    const asked = () =>
      statements.filter((statement) => /^select .* from "security_events"/s.test(statement)).length;
    let rows = 0;
    for await (const piece of pieces) {
      const count = [...piece.matchAll(/"details":/g)].length;
      expect(count).toBeLessThanOrEqual(10);
      rows += count;
      if (count > 0) expect(asked()).toBe(Math.ceil(rows / 10));
    }
    expect(rows).toBe(EVENTS + 1); // and the export itself
    for (const statement of statements.filter((text) => /^select "/.test(text)))
      expect(statement).toContain('limit');
  });

  test('rows that go while it is read take no other with them', async () => {
    const pieces: string[] = [];
    for await (const piece of exportAccount(actorOf(ana), aVisit(), { batch: 5 })) {
      pieces.push(piece);
      const [last] = [...piece.matchAll(/"id":"([^"]+)","occurred_at"/g)].slice(-1);
      if (last) await owner`delete from security_events where id = ${last[1] ?? ''}`;
    }
    expect(countsIn(JSON.parse(pieces.join('')))).toEqual(ALL);
  });

  test('somebody who takes no more ends the reading', async () => {
    const statements: string[] = [];
    const logged = drizzle(conn, { schema, logger: { logQuery: (query) => void statements.push(query) } });
    const pieces = exportAccount(actorOf(ana), aVisit(), { batch: 1, database: logged });
    await pieces.next();
    await pieces.return();
    expect(statements).toHaveLength(2);
  });
});

test('that the data left is in the trail, and so in the next file', async () => {
  const visit = aVisit();
  const actor = actorOf(ana);
  await Array.fromAsync(exportAccount(actor, visit));
  const [event] = await db.query.securityEvents.findMany({
    where: (events, { eq }) => eq(events.requestId, visit.requestId ?? ''),
  });
  expect(event).toMatchObject({ kind: 'data_exported', userId: ana.id, sessionId: actor.claims.session_id });
  expect((await exported(ana)).security_events).toContainEqual(
    expect.objectContaining({ kind: 'data_exported', request_id: visit.requestId }),
  );
});
