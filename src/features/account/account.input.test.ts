import { expect, test } from 'vitest';
import { formErrorsOf } from '~/lib/form/zod-validator';
import { AccountInput } from './account.input';

const GIVEN = { fullName: 'Ana', locale: 'es', timeZone: 'Europe/Madrid', theme: 'dark' };

function errorsOf(given: Record<string, unknown>) {
  const { error } = AccountInput.safeParse(given);
  return error ? formErrorsOf(error).fieldErrors : {};
}

test('choices are kept as they are, and a zone in its usual spelling', () => {
  expect(AccountInput.parse({ ...GIVEN, timeZone: 'europe/madrid' })).toEqual(GIVEN);
});

test('what browser and system say is null: nothing is kept', () => {
  const nothing = { locale: null, timeZone: null, theme: null };
  expect(AccountInput.parse({ ...GIVEN, locale: 'browser', timeZone: '', theme: 'system' })).toMatchObject(
    nothing,
  );
  expect(AccountInput.parse({ ...GIVEN, timeZone: 'UTC' })).toMatchObject({ timeZone: null });
});

test.each([
  ['locale', 'fr'],
  ['locale', undefined],
  ['theme', 'pink'],
  ['theme', ''],
  ['timeZone', 'Europe/Nowhere'],
  ['timeZone', '+01:00'],
  ['timeZone', 'EST'],
  ['timeZone', undefined],
  ['timeZone', ['Europe/Madrid']],
])('%s %j is no choice, and its field says so', (field, value) => {
  expect(Object.keys(errorsOf({ ...GIVEN, [field]: value }))).toEqual([field]);
});
