import fc from 'fast-check';
import { expect, test } from 'vitest';
import { safeNext, samePlace } from './safe-next';

const OURS = 'https://app.example';

test.each([
  ['/dashboard', '/dashboard'],
  ['/profile?tab=security#name', '/profile?tab=security#name'],
  ['/invoices/2026-01?next=%2Fdashboard', '/invoices/2026-01?next=%2Fdashboard'],
  ['/ma%C3%B1ana', '/ma%C3%B1ana'],
  ['/mañana', '/ma%C3%B1ana'],
  ['/a/../profile', '/profile'],
  ['/search?q=https://evil.example', '/search?q=https://evil.example'],
])('%j is ours and stays', (value, expected) => {
  expect(safeNext(value)).toBe(expected);
});

test.each([
  null,
  undefined,
  '',
  'dashboard',
  'https://evil.example',
  'https:/evil.example',
  'https:evil.example',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\\/evil.example',
  '/.//evil.example',
  '/a/..//evil.example',
  '/%5cevil.example',
  '/%5Cevil.example',
  '/%2fevil.example',
  '/%2F%2Fevil.example',
  '/%252fevil.example',
  '/%2e%2e%2f%2fevil.example',
  'javascript:alert(1)',
  '/javascript:alert(1)//\n',
  'data:text/html,hi',
  '/\tevil',
  '/\n/evil.example',
  '/\r\nSet-Cookie: a=b',
  '/\t/evil.example',
  '\t//evil.example',
  ' /dashboard',
  '/dash board',
  '/\u0000',
  '/%00',
  '/%0d%0aSet-Cookie:%20a=b',
  '/%7f',
  '/\u2028evil',
  '/%',
  '/%zz',
  '/%c3%28',
  '@evil.example',
  'user:pass@evil.example',
  '//user:pass@evil.example/dashboard',
  '/login',
  '/login/',
  '/LOGIN?next=/login',
  '/login?next=/dashboard',
  '/x/../login',
  '/logout',
  '/signup',
  '/forgot-password',
  '/reset-password',
  '/auth/confirm?token_hash=x',
  '/auth/callback?code=x',
  '/dashboard/q-data.json',
  `/${'a'.repeat(3000)}`,
])('%j is not, and goes to the dashboard', (value) => {
  expect(safeNext(value)).toBe('/dashboard');
});

test('a name that only begins like one of the sign-in pages is a page of its own', () => {
  expect(safeNext('/login-history')).toBe('/login-history');
  expect(safeNext('/authors')).toBe('/authors');
});

test('the fallback is the caller’s choice', () => {
  expect(safeNext('//evil.example', '/')).toBe('/');
});

/** Strings that look like attacks: pieces that mean something to a URL parser, in any order. */
const attack = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '/',
        '\\',
        '.',
        '..',
        '@',
        ':',
        '?',
        '#',
        '%',
        '%2f',
        '%5c',
        '%09',
        '%0a',
        '%2e',
        '\t',
        '\n',
      ),
      fc.constantFrom(
        'http:',
        'https:',
        'javascript:',
        'evil.example',
        'login',
        '\u0000',
        '\u200b',
        '／',
        '。',
      ),
      fc.string({ unit: 'grapheme', maxLength: 4 }),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(''));

test('whatever is tried, a browser and a server both stay on our origin', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        attack,
        attack.map((rest) => `/${rest}`),
      ),
      (value) => {
        const next = safeNext(value);
        expect(new URL(next, OURS).origin).toBe(OURS);
        expect(new URL(next, OURS).href).toBe(OURS + next);
        expect(next).toMatch(/^\/(?!\/)[\x21-\x7e]*$/);
        expect(next).not.toContain('\\');
        expect(safeNext(next)).toBe(next);
      },
    ),
    { numRuns: 3000 },
  );
});

test('a change of language returns to a sign-in page too, but not to one that acts', () => {
  expect(samePlace('/login?next=%2Fprofile')).toBe('/login?next=%2Fprofile');
  for (const value of ['//evil.example', '/\\evil.example', '/auth/confirm?token_hash=x', '/logout', null]) {
    expect(samePlace(value)).toBe('/');
  }
});
