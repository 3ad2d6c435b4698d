import { expect, test } from 'vitest';
import { AppError } from '~/lib/errors';
import { failWith } from './refusal';

/** As Qwik City's own `fail`: keeps the status, returns the data with `failed`. */
function event() {
  const headers = new Headers();
  return {
    headers,
    fail: <T extends object>(status: number, data: T) => ({ ...data, failed: true as const, status }),
  };
}

test('a refusal becomes the form’s answer, with its sentence and its status', () => {
  expect(failWith(event(), new AppError('conflict', 'That name is taken.'))).toEqual({
    failed: true,
    status: 409,
    formErrors: ['That name is taken.'],
  });
});

test('a refusal about one field stands at that field, and nowhere else', () => {
  const taken = new AppError('conflict', 'That name is taken.', { field: 'name' });
  expect(failWith(event(), taken)).toEqual({
    failed: true,
    status: 409,
    fieldErrors: { name: 'That name is taken.' },
    formErrors: [],
  });
});

test('where waiting helps, the answer says how long', () => {
  const ev = event();
  failWith(ev, new AppError('rate_limited', 'Too many tries.', { retryAfterSeconds: 30 }));
  expect(ev.headers.get('Retry-After')).toBe('30');
});

test('a bug rises', () => {
  expect(() => failWith(event(), new TypeError('boom'))).toThrow('boom');
});
