import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isDummySecret, isUnfilled } from './placeholders';

test.each([
  'changeme',
  'Password123!',
  'postgres',
  'TEST',
  'dev-secret-value',
  'your-password-here',
  '<password>',
  '[YOUR-PASSWORD]',
  'xxxxxxxxxxxx',
  '123456789012',
])('"%s" is a dummy', (secret) => {
  expect(isDummySecret(secret)).toBe(true);
});

test('what a password generator makes is never taken for a dummy', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 12, max: 32 }).map((size) => randomBytes(size).toString('base64url')),
      (secret) => {
        expect(isDummySecret(`k${secret}`)).toBe(false);
        expect(isUnfilled(secret)).toBe(false);
      },
    ),
  );
});

test.each(['[ref]', 'https://[PROJECT_ID].supabase.co', '<your key>', `\${SECRET}`, '{{ secret }}'])(
  '"%s" is not filled in',
  (value) => {
    expect(isUnfilled(value)).toBe(true);
  },
);

test('an IPv6 host is not a placeholder', () => {
  expect(isUnfilled('http://[::1]:54321')).toBe(false);
});
