import { expect, test } from 'vitest';
import { AppError } from '~/lib/errors';
import { isCheckViolation, isUniqueViolation, refusalOf } from './refusals';

const coded = (code: string, more = {}) => Object.assign(new Error(code), { code, ...more });
/** As Drizzle hands an error on. */
const wrapped = (cause: unknown) => new Error('Failed query', { cause });

test.each([
  'CONNECTION_CLOSED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  '57P01',
  '57014',
  '53300',
  '08006',
  '55P03',
  '40P01',
  '40001',
  '25006',
  '25P03',
  '53100',
  '58030',
  '28P01',
])('%s passes, so it is a 503', (code) => {
  expect(refusalOf(wrapped(coded(code)))).toMatchObject({ code: 'unavailable', retryAfterSeconds: 2 });
});

test.each([
  coded('23505'),
  coded('42501'),
  coded('25P02'),
  coded('40002'),
  coded('ERR_SOMETHING'),
  new Error('a bug'),
  'text',
  undefined,
])('anything else is no refusal: %s', (error) => {
  expect(refusalOf(error)).toBeUndefined();
});

test('a refusal inside of another error is that refusal', () => {
  const refusal = new AppError('conflict', 'Somebody was quicker.');
  expect(refusalOf(wrapped(wrapped(refusal)))).toBe(refusal);
});

test('a refusal by both addresses of localhost is one', () => {
  const both = new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')]);
  expect(refusalOf(wrapped(both))).toMatchObject({ code: 'unavailable' });
});

test.each([
  ['(EMAXCONN) max client connections reached, limit: 200', 'unavailable'],
  ['(EMAXCONNSESSION) max clients reached in session mode', 'unavailable'],
  ['cache lookup failed for relation 4711', undefined],
])('an internal error is the full pooler of hosted Supabase only when it says so: %s', (message, code) => {
  const error = Object.assign(new Error(message), { code: 'XX000' });
  expect(refusalOf(wrapped(error))?.code).toBe(code);
});

test('a unique violation is known by its constraint', () => {
  const error = wrapped(coded('23505', { constraint_name: 'one_live' }));
  expect(isUniqueViolation(error, 'one_live')).toBe(true);
  expect(isUniqueViolation(error, 'another')).toBe(false);
  expect(isUniqueViolation(wrapped(coded('23503', { constraint_name: 'one_live' })), 'one_live')).toBe(false);
});

test('a refusal of a trigger is known by the check it speaks for', () => {
  const error = wrapped(coded('23514', { constraint_name: 'an_admin' }));
  expect(isCheckViolation(error, 'an_admin')).toBe(true);
  expect(isCheckViolation(error, 'another')).toBe(false);
  expect(isUniqueViolation(error, 'an_admin')).toBe(false);
});
