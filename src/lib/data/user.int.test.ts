import { eq, sql } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import { profiles } from '~/features/auth/auth.schema';
import { signUp, type TestUser } from '~/lib/testing/users';
import { ANONYMOUS, type VerifiedClaims, verifiedClaims } from './claims';
import { db } from './system';
import { asUser } from './user';

let ana: TestUser;
let ben: TestUser;

beforeAll(async () => {
  [ana, ben] = await Promise.all([signUp({ fullName: 'Ana' }), signUp({ fullName: 'Ben' })]);
});

test('a user sees their own profile and no other', async () => {
  const seen = await asUser(ana.claims, (tx) => tx.select({ id: profiles.id }).from(profiles));
  expect(seen).toEqual([{ id: ana.id }]);
});

test('another user sees another profile', async () => {
  const seen = await asUser(ben.claims, (tx) => tx.query.profiles.findMany());
  expect(seen.map((profile) => profile.fullName)).toEqual(['Ben']);
});

test('somebody who has not signed in may not even look', async () => {
  await expect(asUser(ANONYMOUS, (tx) => tx.select().from(profiles))).rejects.toMatchObject({
    cause: { code: '42501' },
  });
});

test('the claims of nobody we know show nothing', async () => {
  const forged = verifiedClaims({ role: 'authenticated', sub: crypto.randomUUID() });
  expect(await asUser(forged, (tx) => tx.select().from(profiles))).toEqual([]);
});

test('a user writes their own name and finds no other row to write', async () => {
  const rename = (fullName: string) =>
    asUser(ana.claims, (tx) => tx.update(profiles).set({ fullName }).returning({ id: profiles.id }));
  expect(await rename('Ana María')).toEqual([{ id: ana.id }]);
  const [untouched] = await db.select().from(profiles).where(eq(profiles.id, ben.id));
  expect(untouched?.fullName).toBe('Ben');
});

test('a transaction that fails leaves nothing behind', async () => {
  const attempt = asUser(ana.claims, async (tx) => {
    await tx.update(profiles).set({ fullName: 'Half Done' });
    throw new Error('the work went wrong');
  });
  await expect(attempt).rejects.toThrow('the work went wrong');
  expect(await asUser(ana.claims, (tx) => tx.select().from(profiles))).not.toContainEqual(
    expect.objectContaining({ fullName: 'Half Done' }),
  );
});

describe('nothing of a token becomes part of a statement', () => {
  const texts = ["O'Brien", "'; set local role postgres; --", '$1', '\\', '"quoted"', 'ñandú 🐦'];

  test.each(texts)('%s travels as text', async (text) => {
    // The brand can not be had for such claims, so the test takes the way a mistake would.
    const claims = { ...ana.claims, tenant: text } as VerifiedClaims;
    const [seen] = await asUser(claims, (tx) =>
      tx.execute(sql`select current_user, auth.uid() as uid, auth.jwt() ->> 'tenant' as tenant`),
    );
    expect(seen).toEqual({ current_user: 'authenticated', uid: ana.id, tenant: text });
  });

  test.each(['service_role', 'postgres', 'supabase_auth_admin', 'alcazar_app', 'none', "anon'; --"])(
    'the role %s is refused by the claims, and counts as nobody should it come so far',
    async (role) => {
      expect(() => verifiedClaims({ ...ana.claims, role })).toThrow('Please sign in again.');
      const claims = { ...ana.claims, role } as unknown as VerifiedClaims; // what a forged role would be
      await expect(asUser(claims, (tx) => tx.select().from(profiles))).rejects.toMatchObject({
        cause: { code: '42501' },
      });
    },
  );
});

test('claims are cut down to what the policies read', () => {
  const token = {
    ...ana.claims,
    email: ana.email,
    user_metadata: { role: 'admin' },
    app_metadata: {},
    iat: 1,
  };
  expect(verifiedClaims(token)).toEqual(ana.claims);
  expect(Object.keys(ana.claims).sort()).toEqual(['role', 'session_id', 'sub']);
});

test.each([undefined, null, 'text', {}, { role: 'authenticated' }, { role: 'authenticated', sub: 'me' }])(
  'a payload of another shape is refused: %j',
  (payload) => {
    expect(() => verifiedClaims(payload)).toThrow('Please sign in again.');
  },
);

test('statements on the pool find no trace of the users between them', async () => {
  // More than the pool has connections, so that they are shared; not so many that a slow machine refuses them.
  const traces = await Promise.all(
    Array.from({ length: 60 }, async (_, turn) => {
      const user = turn % 2 ? ana : ben;
      const [inside] = await asUser(user.claims, (tx) => tx.execute(sql`select auth.uid() as uid`));
      expect(inside).toEqual({ uid: user.id });
      return db.execute(
        sql`select current_user, coalesce(current_setting('request.jwt.claims', true), '') as claims`,
      );
    }),
  );
  expect(new Set(traces.map(([row]) => JSON.stringify(row)))).toEqual(
    new Set([JSON.stringify({ current_user: 'alcazar_app', claims: '' })]),
  );
});
