import { expect, test } from 'vitest';
import { isToken, newToken, tokenHash } from './token';

test('each token is another one, of 256 bits, and needs no encoding in a link', () => {
  const tokens = new Set(Array.from({ length: 100 }, newToken));
  expect(tokens.size).toBe(100);
  for (const token of tokens) {
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(encodeURIComponent(token)).toBe(token);
    expect(isToken(token)).toBe(true);
  }
});

test.each([[undefined], [''], ['x'], ['x'.repeat(44)], [`${'x'.repeat(42)}/`], [`${'x'.repeat(43)}\n`]])(
  'no token of ours: %j',
  (value) => {
    expect(isToken(value)).toBe(false);
  },
);

test('what is kept is SHA-256, by which the token is known again and not found out', () => {
  expect(tokenHash('abc')).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0');
});
