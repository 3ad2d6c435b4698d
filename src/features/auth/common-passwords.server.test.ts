import { expect, test } from 'vitest';
import { commonPasswords } from './common-passwords.server';
import { type Known, weaknessOf } from './password.rules';

const isCommon = await commonPasswords();
const NOBODY: Known = { email: '', fullName: null, product: 'Alcázar' };

test.each([
  'password',
  'P@ssw0rd',
  'iloveyou',
  'qwertyuiop',
  '1q2w3e4r5t',
  'trustno1',
  'barcelona',
  'realmadrid',
  'tequiero',
  'Contraseña1',
  'contrasena',
  'Football2024!',
  'princess12',
  '12345678',
  '87654321',
  '00000000',
  '19871987',
])('what attackers try first is refused: %s', (password) => {
  expect(weaknessOf(password, NOBODY, isCommon)).not.toBeNull();
});

test('the list goes well beyond the three thousand that are asked for', async () => {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  const longEnough = dictionary['passwords-common'].filter((password) => [...password].length >= 8);
  expect(longEnough.length).toBeGreaterThan(15_000);
  expect(longEnough.filter((password) => weaknessOf(password, NOBODY, isCommon) === null)).toEqual([]);
});

test.each([
  'quiet-harbour-41',
  'correct-horse-battery-7',
  'louder-harbour-42',
  'mi gato duerme en la azotea',
])('a few words of one’s own are fine: %s', (password) => {
  expect(weaknessOf(password, NOBODY, isCommon)).toBeNull();
});
