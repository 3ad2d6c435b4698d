import { expect, test } from 'vitest';
import { acceptedEncoding, isCompressible } from './encoding';

test.each([
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip', 'gzip'],
  ['br;q=0, gzip', 'gzip'],
  ['BR', 'br'],
  ['br;q=0.5', 'br'],
  ['br; q=0.0, gzip;q=0', undefined],
  ['identity', undefined],
  ['', undefined],
  [null, undefined],
] as const)('%j takes %j', (header, encoding) => {
  expect(acceptedEncoding(header)).toBe(encoding);
});

test('text shrinks, pictures and fonts do not', () => {
  for (const type of [
    'text/html; charset=utf-8',
    'application/json',
    'application/problem+json',
    'image/svg+xml',
  ]) {
    expect(isCompressible(type), type).toBe(true);
  }
  for (const type of ['image/png', 'font/woff2', 'application/octet-stream', null]) {
    expect(isCompressible(type), String(type)).toBe(false);
  }
});
