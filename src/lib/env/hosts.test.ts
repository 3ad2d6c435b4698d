import { expect, test } from 'vitest';
import { isLoopback, isLoopbackUrl } from './hosts';

test.each(['localhost', 'LOCALHOST', 'db.localhost', '127.0.0.1', '127.255.255.254', '[::1]', '::1'])(
  '%s is this machine',
  (host) => {
    expect(isLoopback(host)).toBe(true);
  },
);

test.each([
  '',
  'localhost.example.com',
  'notlocalhost',
  '127.0.0.1.example.com',
  '127.1',
  '127.0.0.256',
  '128.0.0.1',
  '0.0.0.0',
  '[::]',
  '10.0.0.1',
])('"%s" is not this machine', (host) => {
  expect(isLoopback(host)).toBe(false);
});

test('text that is no URL is nowhere, so it gets no privilege', () => {
  expect(isLoopbackUrl('127.0.0.1')).toBe(false);
  expect(isLoopbackUrl(undefined)).toBe(false);
  expect(isLoopbackUrl('postgres://a:b@127.0.0.1:5432/postgres')).toBe(true);
});
