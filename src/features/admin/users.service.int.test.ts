import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recogniseSession } from '~/features/sessions/recognise';
import { db } from '~/lib/data/system';
import { positionIn } from '~/lib/keyset';
import type { Actor } from '~/lib/request/actor';
import { actorOf, aVisit, sessionClaimsIn } from '~/lib/testing/actors';
import { owner } from '~/lib/testing/owner';
import { planOf } from '~/lib/testing/plan-of';
import { signUp, type TestUser } from '~/lib/testing/users';
import { UsersQuery } from './admin.input';
import { USERS_PER_PAGE } from './admin.limits';
import * as AdminService from './admin.service';
import * as UsersService from './users.service';

/** In every name here and in no other, so that other tests on this database do not count. */
const TAG = `q${crypto.randomUUID().slice(0, 8)}`;

let admin: Actor;
let ana: TestUser;
let ben: TestUser;

beforeAll(async () => {
  const user = await signUp({ fullName: `${TAG} Admin` });
  await owner`update profiles set role = 'admin' where id = ${user.id}`;
  admin = actorOf(user, { profile: await db.query.profiles.findFirst({ where: sql`id = ${user.id}` }) });
  [ana, ben] = [
    await signUp({ fullName: `Ana 100%_${TAG}\\x`, email: `ana.${TAG}@Example.test`.toLowerCase() }),
    await signUp({ fullName: `Ben O’Brien ${TAG}` }),
  ];
});
afterAll(() => owner.end());

async function found(query: Record<string, string>, actor = admin) {
  const page = await UsersService.listUsers(actor, UsersQuery.parse(query));
  return page.rows.map(({ id }) => id);
}

test('a user finds nobody, and nobody’s page', async () => {
  const user = actorOf(ana, { profile: await db.query.profiles.findFirst({ where: sql`id = ${ana.id}` }) });
  const refused = { code: 'not_found' };
  await expect(found({}, user)).rejects.toMatchObject(refused);
  await expect(found({}, actorOf(ana))).rejects.toMatchObject(refused);
  await expect(UsersService.requireUser(user, ana.id)).rejects.toMatchObject(refused);
  await expect(UsersService.listLastEvents(user, ana.id)).rejects.toMatchObject(refused);
});

describe('the search', () => {
  test.each([
    ['a part of a name', () => `n o’br`, () => [ben.id]],
    ['a part of an address', () => `na.${TAG}@EXAM`, () => [ana.id]],
    ['the name and address across their border', () => `test ana 100`, () => [ana.id]],
    ['what stands in several', () => TAG, () => [ben.id, ana.id, admin.id]],
    ['a percent sign as itself', () => `100%_${TAG}`, () => [ana.id]],
    ['an underscore as itself', () => `0_0%${TAG}`, () => []],
    ['a percent sign as no wildcard', () => `ana%${TAG}`, () => []],
    ['a backslash as itself', () => `${TAG}\\x`, () => [ana.id]],
    ['a quote as itself', () => `' or true --${TAG}`, () => []],
    ['spaces around as nothing', () => `  ${TAG}  `, () => [ben.id, ana.id, admin.id]],
    ['a NUL as a space', () => `Ben\0O’Brien ${TAG}`, () => [ben.id]],
  ])('takes %s', async (_, words, ids) => {
    expect(await found({ search: words() })).toEqual(ids());
  });

  test('is narrowed by role and by each state, and each user is in one of them', async () => {
    const query = (more: Record<string, string>) => found({ search: TAG, ...more });
    expect(await query({ role: 'admin' })).toEqual([admin.id]);
    expect(await query({ role: 'user' })).toEqual([ben.id, ana.id]);
    const states = async () => {
      const of = (state: string) => query({ state, role: 'user' });
      return [await of('active'), await of('must_change'), await of('must_reset'), await of('suspended')];
    };
    expect(await states()).toEqual([[ben.id, ana.id], [], [], []]);
    await owner`update profiles set password_must_change = true where id = ${ana.id}`;
    expect(await states()).toEqual([[ben.id], [ana.id], [], []]);
    await owner`update profiles set password_must_reset = true where id = ${ana.id}`;
    expect(await states()).toEqual([[ben.id], [], [ana.id], []]);
    await owner`update profiles set suspended_at = now() where id = ${ana.id}`;
    expect(await states()).toEqual([[ben.id], [], [], [ana.id]]);
    await owner`update profiles set password_must_change = false, password_must_reset = false, suspended_at = null
      where id = ${ana.id}`;
  });
});

test('nonsense in the address is left out', () => {
  expect(
    UsersQuery.parse({ search: 'x'.repeat(200), role: 'root', state: '', older: 'x', newer: '' }),
  ).toEqual({
    search: 'x'.repeat(100),
    role: undefined,
    state: undefined,
    older: undefined,
    newer: undefined,
  });
});

describe('the pages', () => {
  const PAGED = `p${crypto.randomUUID().slice(0, 8)}`;
  const COUNT = 2 * USERS_PER_PAGE + 3;

  beforeAll(async () => {
    // In one statement, so that they all have the same moment but for a few microseconds.
    await owner`
      with made as (
        insert into auth.users (id, email, raw_user_meta_data)
        select gen_random_uuid(), ${PAGED} || n || '@example.test', jsonb_build_object('full_name', ${PAGED}::text)
        from generate_series(1, ${COUNT}) as n returning id)
      select count(*) from made`;
    await owner`
      update profiles set created_at = '2026-01-01T00:00:00Z'::timestamptz + (hashtext(id::text) % 3) * interval '1 microsecond'
      where full_name = ${PAGED}`;
  });

  const page = (place: Record<string, string> = {}) =>
    UsersService.listUsers(admin, UsersQuery.parse({ search: PAGED, ...place }));

  test('hold everybody once, also those of one moment, and lead back the same way', async () => {
    const first = await page();
    const second = await page({ older: first.older ?? '' });
    const third = await page({ older: second.older ?? '' });
    expect([first, second, third].map(({ rows }) => rows.length)).toEqual([
      USERS_PER_PAGE,
      USERS_PER_PAGE,
      3,
    ]);
    expect([first.newer, third.older]).toEqual([null, null]);
    const ids = [first, second, third].flatMap(({ rows }) => rows.map(({ id }) => id));
    expect(new Set(ids).size).toBe(COUNT);
    expect(await page({ newer: third.newer ?? '' })).toEqual(second);
    expect(await page({ newer: second.newer ?? '' })).toEqual(first);
  });

  test('stay where they are while users come and go', async () => {
    const first = await page();
    const edge = first.rows.at(-1)?.id ?? '';
    await owner`delete from auth.users where id = ${edge}`;
    const second = await page({ older: first.older ?? '' });
    expect(second.rows.map(({ id }) => id)).not.toContain(edge);
    expect(second.rows).toHaveLength(USERS_PER_PAGE);
    expect(positionIn(second.newer)?.id).toBe(second.rows[0]?.id);
  });
});

test('the page of a user says when they were last here, and what happened to them by whom', async () => {
  const user = await signUp();
  expect((await UsersService.requireUser(admin, user.id)).lastSeenAt).toBeNull();
  const visit = aVisit();
  await recogniseSession(sessionClaimsIn(user.accessToken), visit);
  expect((await UsersService.requireUser(admin, user.id)).lastSeenAt).toEqual(visit.now);
  await AdminService.requirePasswordChange(admin, user.id, aVisit());
  const [last] = await UsersService.listLastEvents(admin, user.id);
  expect(last).toMatchObject({ kind: 'password_change_required', by: admin.email, address: '192.0.2.7' });
});

test.each(['x', '', '0f8fad5b-d9cb-469f-a165-70867728950e'])('«%s» is nobody’s page', async (id) => {
  await expect(UsersService.requireUser(admin, id)).rejects.toMatchObject({ code: 'not_found' });
});

describe('an index serves', () => {
  const planOfList = (query: Record<string, string>, without: 'indexscan' | 'sort') =>
    planOf((database) => UsersService.listUsers(admin, UsersQuery.parse(query), database), [without]);
  const position = '1795312742307123-0f8fad5b-d9cb-469f-a165-70867728950e';

  test('a search in the middle of a word', async () => {
    expect(await planOfList({ search: 'byron' }, 'indexscan')).toContain('profiles_search_idx');
  });

  test.each([[{}], [{ older: position }], [{ newer: position }]])('the page at %j', async (place) => {
    const plan = await planOfList(place, 'sort');
    expect(plan).toContain('using profiles_created_at_id_idx');
    expect(plan).not.toContain('Sort');
    if ('older' in place || 'newer' in place) expect(plan).toContain('Index Cond: (ROW(');
  });

  test('the list of administrators, who are few among many', async () => {
    const plan = await planOfList({ role: 'admin' }, 'sort');
    expect(plan).toContain('using profiles_admins_idx');
  });
});
