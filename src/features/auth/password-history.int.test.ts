import { afterAll, expect, test } from 'vitest';
import { db } from '~/lib/data/system';
import { asUser } from '~/lib/data/user';
import { setPassword } from '~/lib/db/accounts';
import { aVisit } from '~/lib/testing/actors';
import { owner } from '~/lib/testing/owner';
import { apiOf, signUp, type TestUser } from '~/lib/testing/users';
import { PASSWORD_HISTORY } from './auth.limits';
import { passwordHistory } from './auth.schema';
import * as AuthService from './auth.service';
import { isInHistory } from './password-history';

afterAll(() => owner.end());

/** With a bcrypt that costs a test nothing. */
async function setBySql(user: TestUser, password: string): Promise<void> {
  await setHash(user, await Bun.password.hash(password, { algorithm: 'bcrypt', cost: 4 }));
}

async function setHash({ id }: TestUser, hash: string | null): Promise<void> {
  await owner`update auth.users set encrypted_password = ${hash} where id = ${id}`;
}

async function countOf({ id }: Pick<TestUser, 'id'>): Promise<number> {
  return (await owner`select from public.password_history where user_id = ${id}`).length;
}

test('a password is remembered by whatever way it was set', async () => {
  const email = `person-${crypto.randomUUID()}@example.test`;
  await AuthService.signUp({ email, password: 'river-and-stone-1', fullName: 'Ada Byron' }, aVisit());
  const [account] = await owner`select id from auth.users where email = ${email}`;
  expect(await isInHistory(account?.id, 'river-and-stone-1')).toBe(true);

  const user = await signUp({ password: 'river-and-stone-2' });
  const api = apiOf();
  await api.auth.signInWithPassword(user);
  expect((await api.auth.updateUser({ password: 'river-and-stone-3' })).error).toBeNull();
  await setBySql(user, 'river-and-stone-4');
  await owner.begin((tx) => setPassword(tx, user.id, 'river-and-stone-5'));
  for (const number of [2, 3, 4, 5]) {
    expect(await isInHistory(user.id, `river-and-stone-${number}`)).toBe(true);
  }
  expect(await isInHistory(user.id, 'river-and-stone-6')).toBe(false);
});

test('the last ten are kept, and the one before them may come again', async () => {
  const user = await signUp({ password: 'the-first-of-many' });
  for (let number = 2; number <= PASSWORD_HISTORY; number++) await setBySql(user, `the-${number}th-of-many`);
  expect(await isInHistory(user.id, 'the-first-of-many')).toBe(true);

  await setBySql(user, 'one-more-than-that');
  expect(await countOf(user)).toBe(PASSWORD_HISTORY);
  expect(await isInHistory(user.id, 'the-first-of-many')).toBe(false);
  expect(await isInHistory(user.id, 'the-2th-of-many')).toBe(true);
  expect(await isInHistory(user.id, 'one-more-than-that')).toBe(true);
});

test('what leaves the password as it is is no new one, and neither is having none', async () => {
  const user = await signUp();
  const before = await countOf(user);
  await owner`update auth.users set encrypted_password = encrypted_password, updated_at = now() where id = ${user.id}`;
  await setHash(user, '');
  await setHash(user, null);
  expect(await countOf(user)).toBe(before);
});

test('another user’s passwords are nobody’s business', async () => {
  const [ada, bob] = await Promise.all([signUp({ password: 'ada-by-the-river' }), signUp()]);
  expect(await isInHistory(ada.id, 'ada-by-the-river')).toBe(true);
  expect(await isInHistory(bob.id, 'ada-by-the-river')).toBe(false);
});

test('a hash from elsewhere counts where it can be read, and is passed over where it can not', async () => {
  const user = await signUp({ password: 'before-all-others' });
  await setHash(user, (await Bun.password.hash('by-the-old-program', 'bcrypt')).replace('$2b$', '$2y$'));
  await setHash(user, await Bun.password.hash('by-another-program', 'argon2id'));
  for (const odd of ['$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=ou$salt$hash', '$2b$04$cut', 'no hash at all']) {
    await setHash(user, odd);
  }
  for (const known of ['before-all-others', 'by-the-old-program', 'by-another-program']) {
    expect(await isInHistory(user.id, known)).toBe(true);
  }
  expect(await isInHistory(user.id, 'never-seen-before')).toBe(false);
});

test('it goes with its user', async () => {
  const user = await signUp();
  await owner`delete from auth.users where id = ${user.id}`;
  expect(await countOf(user)).toBe(0);
});

test('neither a stranger nor the user themself gets to see a hash, by any door', async () => {
  const user = await signUp();
  for (const api of [apiOf(), apiOf(user)]) {
    const { data, error } = await api.from('password_history').select('password_hash');
    expect([data, error?.code]).toEqual([null, '42501']);
  }
  const read = asUser(user.claims, (tx) => tx.select().from(passwordHistory));
  await expect(read).rejects.toMatchObject({ cause: { code: '42501' } });
});

test('the app reads them, and can neither add one, take one away nor change it', async () => {
  const user = await signUp();
  const writes = [
    () => db.insert(passwordHistory).values({ userId: user.id, passwordHash: 'x' }),
    () => db.update(passwordHistory).set({ passwordHash: 'x' }),
    () => db.delete(passwordHistory),
  ];
  for (const write of writes) await expect(write()).rejects.toMatchObject({ cause: { code: '42501' } });
  expect(await countOf(user)).toBe(1);
});
