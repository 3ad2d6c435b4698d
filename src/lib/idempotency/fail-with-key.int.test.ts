import type { RequestEventAction } from '@builder.io/qwik-city';
import { expect, test } from 'vitest';
import { unavailable } from '~/lib/db/refusals';
import { AppError } from '~/lib/errors';
import { failWithKey } from './fail-with-key.server';

/** What of an action's event is needed to refuse. */
function anEvent() {
  const fail = (_: number, answer: object) => ({ ...answer, failed: true });
  // Only these two are read; the rest of the event is Qwik City's.
  return { fail, headers: new Headers() } as unknown as Pick<RequestEventAction, 'fail' | 'headers'>;
}

test('a command that was decided gets a new key, with its sentence', () => {
  const answer = failWithKey(anEvent(), new AppError('conflict', 'Nothing is left to pay.'), 'key-1');
  expect(answer).toMatchObject({ formErrors: ['Nothing is left to pay.'], keyAgain: undefined });
});

test.each([
  ['the database went away', unavailable()],
  ['the first one still runs', new AppError('conflict', 'Being done.', { retryAfterSeconds: 1 })],
])('the same key comes back where nobody knows the end: %s', (_, error) => {
  expect(failWithKey(anEvent(), error, 'key-1').keyAgain).toBe('key-1');
});

test('a bug rises', () => {
  expect(() => failWithKey(anEvent(), new Error('a bug'), 'key-1')).toThrow('a bug');
});
