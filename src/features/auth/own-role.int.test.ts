import { eq } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { db } from '~/lib/data/system';
import { asUser } from '~/lib/data/user';
import { apiOf, signIn, signUp, type TestUser } from '~/lib/testing/users';
import { profiles } from './auth.schema';

// A user can not change their own role, through any door.

let mallory: TestUser;
let ana: TestUser;

beforeAll(async () => {
  ana = await signUp({ fullName: 'Ana' });
});
beforeEach(async () => {
  mallory = await signUp({ fullName: 'Mallory' });
});

async function profileOf(user: TestUser) {
  const [profile] = await db.select().from(profiles).where(eq(profiles.id, user.id));
  return profile;
}

describe('through the Data API', () => {
  const table = (user?: TestUser) => apiOf(user).from('profiles');
  const asAdmin = () => ({ id: mallory.id, email: mallory.email, full_name: 'Mallory', role: 'admin' });

  test.each([
    ['update', () => table(mallory).update({ role: 'admin' }).eq('id', mallory.id)],
    [
      'update beside the name',
      () => table(mallory).update({ full_name: 'M', role: 'admin' }).eq('id', mallory.id),
    ],
    ['update of everybody', () => table(mallory).update({ role: 'admin' }).neq('full_name', '')],
    ['upsert', () => table(mallory).upsert(asAdmin())],
    ['insert', () => table(mallory).insert(asAdmin())],
    ['insert of a new row', () => table(mallory).insert({ ...asAdmin(), id: crypto.randomUUID() })],
    ['delete', () => table(mallory).delete().eq('id', mallory.id)],
    ['another address', () => table(mallory).update({ email: 'admin@example.test' }).eq('id', mallory.id)],
    ['another id', () => table(mallory).update({ id: crypto.randomUUID() }).eq('id', mallory.id)],
    [
      'another birthday',
      () =>
        table(mallory)
          .update({ created_at: new Date(0) })
          .eq('id', mallory.id),
    ],
    ['without a session', () => table().update({ role: 'admin' }).eq('id', mallory.id)],
  ])('%s is refused', async (_, attempt) => {
    const before = await profileOf(mallory);
    expect((await attempt()).error).toMatchObject({ code: '42501' });
    expect(await profileOf(mallory)).toEqual(before);
  });

  test('the own name can be written, and nobody else’s', async () => {
    const own = await table(mallory).update({ full_name: 'Mal' }).eq('id', mallory.id).select('full_name');
    expect(own.data).toEqual([{ full_name: 'Mal' }]);
    const foreign = await table(mallory).update({ full_name: 'Gone' }).eq('id', ana.id).select();
    expect(foreign).toMatchObject({ error: null, data: [] });
    expect(await profileOf(ana)).toMatchObject({ fullName: 'Ana' });
  });

  test('the own row is all there is to read, and nobody reads without a session', async () => {
    expect((await table(mallory).select('id')).data).toEqual([{ id: mallory.id }]);
    expect((await table().select('id')).error).toMatchObject({ code: '42501' });
  });

  test.each(['handle_new_user', 'handle_user_email', 'touch_updated_at', 'full_name_from'])(
    'the function %s can not be called',
    async (name) => {
      const { error } = await apiOf(mallory).rpc(name, {});
      expect(error).not.toBeNull();
    },
  );
});

describe('through asUser', () => {
  test.each([
    ['update', { role: 'admin' as const }],
    ['update beside the name', { role: 'admin' as const, fullName: 'M' }],
    ['another address', { email: 'admin@example.test' }],
  ])('%s is refused', async (_, values) => {
    const attempt = asUser(mallory.claims, (tx) =>
      tx.update(profiles).set(values).where(eq(profiles.id, mallory.id)),
    );
    await expect(attempt).rejects.toMatchObject({ cause: { code: '42501' } });
    expect(await profileOf(mallory)).toMatchObject({ role: 'user', email: mallory.email });
  });

  test('insert and delete are refused', async () => {
    const row = { id: mallory.id, email: mallory.email, role: 'admin' as const };
    const refused = { cause: { code: '42501' } };
    await expect(asUser(mallory.claims, (tx) => tx.insert(profiles).values(row))).rejects.toMatchObject(
      refused,
    );
    await expect(asUser(mallory.claims, (tx) => tx.delete(profiles))).rejects.toMatchObject(refused);
  });
});

describe('through the auth server', () => {
  test('meta data of a sign-up is only what a user says about themselves', async () => {
    const email = `role-${crypto.randomUUID()}@example.test`;
    const said = { full_name: 'Mallory', role: 'admin', user_role: 'admin' };
    const { data, error } = await apiOf().auth.signUp({
      email,
      password: 'quiet-harbour-41',
      options: { data: said },
    });
    expect(error).toBeNull();
    const [profile] = await db.select().from(profiles).where(eq(profiles.email, email));
    expect(profile).toMatchObject({ fullName: 'Mallory', role: 'user' });
    expect(data.user?.id).toBe(profile?.id);
  });

  test('meta data of an update changes nothing here, and no role of the token', async () => {
    const api = apiOf();
    await api.auth.signInWithPassword(mallory);
    const { error } = await api.auth.updateUser({ data: { role: 'admin', full_name: 'Admin' } });
    expect(error).toBeNull();
    expect(await profileOf(mallory)).toMatchObject({ role: 'user', fullName: 'Mallory' });
    const token = await signIn(mallory);
    expect((await apiOf({ accessToken: token }).from('profiles').select('role')).data).toEqual([
      { role: 'user' },
    ]);
  });
});

test('the trusted door can, for an administrator who asks for it', async () => {
  await db.update(profiles).set({ role: 'admin' }).where(eq(profiles.id, mallory.id));
  expect(await profileOf(mallory)).toMatchObject({ role: 'admin' });
});
