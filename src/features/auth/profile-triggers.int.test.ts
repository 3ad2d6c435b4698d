import { eq } from 'drizzle-orm';
import type { TransactionSql } from 'postgres';
import { describe, expect, test } from 'vitest';
import { db } from '~/lib/data/system';
import { owner } from '~/lib/testing/owner';
import { signUp } from '~/lib/testing/users';
import { profiles } from './auth.schema';

/** A user as the auth server writes it, and the profile the trigger makes of it. */
async function profileOf(metaData: unknown, email: string | null = `${crypto.randomUUID()}@example.test`) {
  const id = crypto.randomUUID();
  const text = metaData === undefined ? null : JSON.stringify(metaData);
  await owner`insert into auth.users (id, email, raw_user_meta_data) values (${id}, ${email}, ${text}::text::jsonb)`;
  const [profile] = await db.select().from(profiles).where(eq(profiles.id, id));
  return profile;
}

describe('a sign-up makes a profile', () => {
  test('with the name, the address and the role user', async () => {
    const user = await signUp({ fullName: 'Ana María Ruiz' });
    const [profile] = await db.select().from(profiles).where(eq(profiles.id, user.id));
    expect(profile).toMatchObject({ email: user.email, fullName: 'Ana María Ruiz', role: 'user' });
  });

  test.each([
    ['no meta data', undefined, null],
    ['empty meta data', {}, null],
    ['a name of nothing', { full_name: '' }, null],
    ['a name of blanks', { full_name: ' \t\n  ' }, null],
    ['a name of control characters', { full_name: '\u0001\u0002' }, null],
    ['a name with blanks around and lines within', { full_name: '  Ana\n\n María  ' }, 'Ana María'],
    ['an overlong name', { full_name: 'x'.repeat(5_000) }, 'x'.repeat(120)],
    ['a name cut at a blank', { full_name: `${'x'.repeat(119)} y` }, 'x'.repeat(119)],
    ['a name that is a number', { full_name: 7 }, null],
    ['a name that is an object', { full_name: { first: 'Ana' } }, null],
    ['meta data that is a list', ['full_name'], null],
    ['meta data that is text', 'full_name', null],
    ['only the name of another provider', { name: 'Ana from GitHub' }, 'Ana from GitHub'],
    ['a blank name beside the name of another provider', { full_name: ' ', name: 'Ana' }, 'Ana'],
    ['a quote', { full_name: "O'Brien'); drop table profiles; --" }, "O'Brien'); drop table profiles; --"],
    ['another script', { full_name: '王小明 👩‍🚀' }, '王小明 👩‍🚀'],
  ])('from %s', async (_, metaData, fullName) => {
    expect(await profileOf(metaData)).toMatchObject({ fullName, role: 'user' });
  });

  test('for an account without an address', async () => {
    expect(await profileOf({ full_name: 'By Phone' }, null)).toMatchObject({
      email: '',
      fullName: 'By Phone',
    });
  });

  test('and never reads a role out of what the user says', async () => {
    const claims = {
      full_name: 'Mallory',
      role: 'admin',
      user_role: 'admin',
      app_metadata: { role: 'admin' },
    };
    expect(await profileOf(claims)).toMatchObject({ role: 'user' });
  });
});

test('the profile that is there already stays as it is', async () => {
  await rolledBack(async (tx) => {
    const id = crypto.randomUUID();
    await tx`set local session_replication_role = replica`; // a row from elsewhere: no trigger, no foreign key
    await tx`insert into profiles (id, email, full_name, role) values (${id}, 'old@example.test', 'Kept', 'admin')`;
    await tx`set local session_replication_role = origin`;
    await tx`insert into auth.users (id, email) values (${id}, 'new@example.test')`;
    const [profile] = await tx`select email, full_name, role from profiles where id = ${id}`;
    expect(profile).toEqual({ email: 'old@example.test', full_name: 'Kept', role: 'admin' });
  });
});

test('the auth server, who has no right on public, may sign people up and change their address', async () => {
  await rolledBack(async (tx) => {
    const id = crypto.randomUUID();
    await tx`grant usage on schema auth to supabase_auth_admin`;
    await tx`grant insert, select, update, delete on auth.users to supabase_auth_admin`;
    const [rights] = await tx`
      select has_table_privilege('supabase_auth_admin', 'public.profiles', 'insert') as writes,
        has_function_privilege('supabase_auth_admin', 'public.handle_new_user()', 'execute') as calls`;
    expect(rights).toEqual({ writes: false, calls: false });

    await tx`set local role supabase_auth_admin`;
    await tx`set local search_path = auth`;
    await tx`insert into users (id, email, raw_user_meta_data) values (${id}, 'a@example.test', '{"full_name": "Ana"}')`;
    await tx`update users set email = 'b@example.test' where id = ${id}`;
    await tx`reset role`;
    const [profile] = await tx`select email, full_name from public.profiles where id = ${id}`;
    expect(profile).toEqual({ email: 'b@example.test', full_name: 'Ana' });

    await tx`set local role supabase_auth_admin`;
    await tx`delete from users where id = ${id}`;
    await tx`reset role`;
    expect(await tx`select from public.profiles where id = ${id}`).toHaveLength(0);
  });
});

test('a changed address reaches the profile', async () => {
  const user = await signUp();
  const email = `moved-${user.email}`;
  await owner`update auth.users set email = ${email} where id = ${user.id}`;
  const [profile] = await db.select().from(profiles).where(eq(profiles.id, user.id));
  expect(profile?.email).toBe(email);
});

test('updated_at moves with a change and stays without one', async () => {
  const user = await signUp({ fullName: 'Before' });
  const write = async (fullName: string) => {
    const [profile] = await db
      .update(profiles)
      .set({ fullName, updatedAt: new Date(0) })
      .where(eq(profiles.id, user.id))
      .returning();
    return profile?.updatedAt.getTime() ?? 0;
  };
  const changed = await write('After');
  expect(changed).toBeGreaterThan(Date.now() - 60_000);
  const again = await db
    .update(profiles)
    .set({ fullName: 'After' })
    .where(eq(profiles.id, user.id))
    .returning();
  expect(again[0]?.updatedAt.getTime()).toBe(changed);
});

test('a deleted user takes their profile along', async () => {
  const user = await signUp();
  await owner`delete from auth.users where id = ${user.id}`;
  expect(await db.select().from(profiles).where(eq(profiles.id, user.id))).toEqual([]);
});

test.each(['', '   ', ' Ana', 'Ana ', 'x'.repeat(121)])(
  'the table itself refuses the name "%s"',
  async (fullName) => {
    const user = await signUp();
    const update = db.update(profiles).set({ fullName }).where(eq(profiles.id, user.id));
    await expect(update).rejects.toMatchObject({ cause: { constraint_name: 'profiles_full_name_tidy' } });
  },
);

/** Runs `work` as the owner and leaves no trace of it. */
async function rolledBack(work: (tx: TransactionSql) => Promise<void>): Promise<void> {
  const done = new Error('rolled back on purpose');
  await owner
    .begin(async (tx) => {
      await work(tx);
      throw done;
    })
    .catch((error) => {
      if (error !== done) throw error;
    });
}
