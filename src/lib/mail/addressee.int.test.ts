import { expect, test } from 'vitest';
import { owner } from '~/lib/testing/owner';
import { signUp } from '~/lib/testing/users';
import { findAddressee } from './addressee';

test('whoever has said nothing reads as they do now, in UTC', async () => {
  const { id, email, fullName } = await signUp();
  expect(await findAddressee(id, 'es')).toEqual({
    recipient: email,
    name: fullName,
    locale: 'es',
    timeZone: 'UTC',
  });
});

test('what they chose is kept to, whatever the request speaks', async () => {
  const { id } = await signUp();
  await owner`update profiles set locale = 'es', time_zone = 'Europe/Madrid' where id = ${id}`;
  expect(await findAddressee(id, 'en')).toMatchObject({ locale: 'es', timeZone: 'Europe/Madrid' });
});

test('an account that is gone, or has no address, is written to by nobody', async () => {
  const { id } = await signUp();
  await owner`update profiles set email = '' where id = ${id}`;
  expect(await findAddressee(id, 'en')).toBeNull();
  expect(await findAddressee(crypto.randomUUID(), 'en')).toBeNull();
});
