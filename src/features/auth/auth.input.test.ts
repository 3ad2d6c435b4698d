import { expect, test } from 'vitest';
import type { ZodType } from 'zod';
import { formErrorsOf } from '~/lib/form/zod-validator';
import {
  ConfirmationInput,
  EmailInput,
  NewPasswordInput,
  ProfileInput,
  SignInInput,
  SignUpInput,
} from './auth.input';
import { FULL_NAME_MAX } from './auth.limits';

function errorsOf(schema: ZodType, input: unknown) {
  const result = schema.safeParse(input);
  return result.success ? {} : formErrorsOf(result.error).fieldErrors;
}

test('an e-mail address is trimmed and compared in lower case', () => {
  expect(EmailInput.parse({ email: '  Ana@Example.COM ' })).toEqual({ email: 'ana@example.com' });
});

test.each([
  '',
  'ana',
  'ana@',
  '@x.example',
  'ana@x.example\nbcc: b@x.example',
  `${'a'.repeat(250)}@x.es`,
  undefined,
  ['a@x.es'],
])('no e-mail address: %j', (email) => {
  expect(errorsOf(EmailInput, { email })).toEqual({
    email: 'Enter an e-mail address such as ana@example.com.',
  });
});

test('a password is taken as it is, spaces included', () => {
  expect(NewPasswordInput.parse({ password: '  two words ' })).toEqual({ password: '  two words ' });
});

test('a new password has at least eight characters, each counted once', () => {
  expect(errorsOf(NewPasswordInput, { password: 'seven77' })).toEqual({
    password: 'Use at least 8 characters.',
  });
  expect(errorsOf(NewPasswordInput, { password: '🏰🏰🏰🏰' })).toEqual({
    password: 'Use at least 8 characters.',
  });
  expect(errorsOf(NewPasswordInput, {})).toEqual({ password: 'Use at least 8 characters.' });
});

test('a password that bcrypt would cut is refused in words', () => {
  expect(errorsOf(NewPasswordInput, { password: 'a'.repeat(72) })).toEqual({});
  const tooLong = { password: expect.stringContaining('at most 72 bytes') };
  expect(errorsOf(NewPasswordInput, { password: 'a'.repeat(73) })).toEqual(tooLong);
  expect(errorsOf(NewPasswordInput, { password: 'ñ'.repeat(37) })).toEqual(tooLong);
});

test('signing in asks nothing of a password but that there is one: it may be older than the rules', () => {
  expect(errorsOf(SignInInput, { email: 'a@x.es', password: 'x' })).toEqual({});
  expect(errorsOf(SignInInput, { email: 'a@x.es', password: '' })).toEqual({
    password: 'Enter your password.',
  });
});

test('a name is trimmed and kept as people write it', () => {
  expect(ProfileInput.parse({ fullName: " Siobhán O'Brien-Núñez 🏰 " })).toEqual({
    fullName: "Siobhán O'Brien-Núñez 🏰",
  });
});

test('a name is neither empty nor endless, and stands in one line', () => {
  expect(errorsOf(ProfileInput, { fullName: ' \t ' })).toEqual({ fullName: 'Enter your name.' });
  expect(errorsOf(ProfileInput, { fullName: '🏰'.repeat(FULL_NAME_MAX) })).toEqual({});
  expect(errorsOf(ProfileInput, { fullName: 'a'.repeat(FULL_NAME_MAX + 1) })).toEqual({
    fullName: `Use at most ${FULL_NAME_MAX} characters.`,
  });
  for (const odd of ['a\nb', 'a\0b', 'a\u2028b']) {
    expect(errorsOf(ProfileInput, { fullName: odd })).toEqual({
      fullName: 'Use letters, spaces and punctuation, all in one line.',
    });
  }
});

test('each field of a sign-up says its own', () => {
  expect(Object.keys(errorsOf(SignUpInput, {}))).toEqual(['fullName', 'email', 'password']);
});

test('a link of a mail has a token and a kind we send', () => {
  expect(ConfirmationInput.safeParse({ token_hash: 'abc', type: 'signup' }).success).toBe(true);
  expect(ConfirmationInput.safeParse({ token_hash: '', type: 'signup' }).success).toBe(false);
  expect(ConfirmationInput.safeParse({ token_hash: 'abc', type: 'sms' }).success).toBe(false);
  expect(ConfirmationInput.safeParse({ token_hash: 'a'.repeat(201), type: 'signup' }).success).toBe(false);
  for (const odd of ['abc\0', 'a b', 'ñ']) {
    expect(ConfirmationInput.safeParse({ token_hash: odd, type: 'signup' }).success, odd).toBe(false);
  }
});
