import { createAccount } from '../../src/lib/db/accounts';
import { owner } from '../../src/lib/testing/owner';
import { someLetters } from '../../src/lib/testing/some-letters';

export interface Person {
  email: string;
  password: string;
  fullName: string;
}

/** Enough for a test, and a thousand times quicker than the real cost. */
const BCRYPT_COST = 4;

/** Somebody nobody has heard of yet. Each call is another person, so that tests share a database in peace. */
export function newPerson(given: Partial<Person> = {}): Person {
  const email = `person-${someLetters()}@example.test`;
  return { email, password: 'quiet-harbour-41', fullName: 'Ada Byron', ...given };
}

/** Somebody with a confirmed account, made without a mail and without a page. */
export async function newUser(given: Partial<Person> = {}, bcryptCost = BCRYPT_COST): Promise<Person> {
  const person = newPerson(given);
  const id = await owner.begin((tx) => createAccount(tx, person, bcryptCost));
  if (!id) throw new Error(`There is an account ${person.email} already.`);
  return person;
}

/** Somebody who administers, made without another administrator. */
export async function newAdmin(given: Partial<Person> = {}): Promise<Person> {
  const person = await newUser(given);
  await owner`update profiles set role = 'admin' where email = ${person.email}`;
  return person;
}

/** What `/admin/users/[id]` is called for somebody. */
export async function idOf({ email }: Pick<Person, 'email'>): Promise<string> {
  const [profile] = await owner<{ id: string }[]>`select id from profiles where email = ${email}`;
  if (!profile) throw new Error(`nobody has the address ${email}`);
  return profile.id;
}
