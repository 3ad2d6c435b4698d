import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { profiles } from '~/features/auth/auth.schema';
import type { VerifiedClaims } from '~/lib/data/claims';
import { db } from '~/lib/data/system';
import { asUser } from '~/lib/data/user';
import { owner } from '~/lib/testing/owner';
import { apiOf, signUp, type TestUser } from '~/lib/testing/users';
import { userSessions } from './sessions.schema';

// What no user may call, and what keeps a row in order. Who may do what with the rows: lib/db/access-matrix.int.test.ts.

let ana: TestUser;
let stranger: TestUser;
let admin: TestUser;
let row: typeof userSessions.$inferInsert & { id: string };

beforeAll(async () => {
  [ana, stranger, admin] = await Promise.all([signUp(), signUp(), signUp()]);
  await db.update(profiles).set({ role: 'admin' }).where(eq(profiles.id, admin.id));
});
beforeEach(async () => {
  const seenAt = new Date();
  row = { id: crypto.randomUUID(), userId: ana.id, firstSeenAt: seenAt, lastSeenAt: seenAt };
  await db.insert(userSessions).values(row);
});
afterAll(() => owner.end());

/** Looked up when a test runs: the users are made before. */
const PEOPLE: Record<string, () => TestUser | undefined> = {
  nobody: () => undefined,
  'a stranger': () => stranger,
  'an administrator': () => admin,
  'the owner': () => ana,
};

test.each(Object.entries(PEOPLE))('%s can not call what ends or lists sessions', async (_, person) => {
  const api = apiOf(person());
  for (const name of ['auth_sessions', 'end_auth_session', 'session_is_live']) {
    expect((await api.rpc(name, {})).error).not.toBeNull();
  }
});

test('the token of a session that the auth server has ended reads nothing of its user, through any door', async () => {
  const ben = await signUp();
  const tables = ['profiles', 'subscriptions', 'invoices', 'user_sessions'];
  expect((await apiOf(ben).from('profiles').select('id')).data).toEqual([{ id: ben.id }]);
  await owner`delete from auth.sessions where user_id = ${ben.id}`;
  for (const table of tables) expect((await apiOf(ben).from(table).select('id')).data, table).toEqual([]);
  expect(await asUser(ben.claims, (tx) => tx.select().from(profiles))).toEqual([]);
  const rename = await apiOf(ben).from('profiles').update({ full_name: 'Gone' }).eq('id', ben.id).select();
  expect(rename.data).toEqual([]);
  expect((await apiOf(ben).from('plans').select('id')).error).toBeNull();
});

test('the session of one user is no session of another', async () => {
  const mixed = {
    ...stranger.claims,
    session_id: ana.claims.role === 'authenticated' ? ana.claims.session_id : '',
  };
  expect(await asUser(mixed as VerifiedClaims, (tx) => tx.select().from(profiles))).toEqual([]);
});

test('a row is always in order: ended with a reason, never seen before it began', async () => {
  const change = (values: Partial<typeof row>) =>
    db.update(userSessions).set(values).where(eq(userSessions.id, row.id));
  for (const wrong of [
    { revokedAt: new Date() },
    { revokedReason: 'signed_out' as const },
    { lastSeenAt: new Date(0) },
    { userAgent: 'x'.repeat(501) },
  ]) {
    await expect(change(wrong)).rejects.toMatchObject({ cause: { code: '23514' } });
  }
});
