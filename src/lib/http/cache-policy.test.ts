import { expect, test } from 'vitest';
import { limitCaching } from './cache-policy';

function cachingOf(made: Record<string, string>, status: number, cookie: string | null): string | null {
  const headers = new Headers(made);
  limitCaching(headers, status, cookie);
  return headers.get('Cache-Control');
}

test('a page for everybody may say itself how long it is good for', () => {
  expect(cachingOf({ 'Cache-Control': 'public, max-age=60' }, 200, 'theme=dark')).toBe('public, max-age=60');
  expect(cachingOf({}, 200, null)).toBe('private, no-cache');
});

test('nothing a page says makes an answer public that was made for somebody, or went wrong', () => {
  const wants = { 'Cache-Control': 'public, max-age=60' };
  expect(cachingOf(wants, 200, 'theme=dark; __Host-session=x')).toBe('private, no-store');
  expect(cachingOf({ ...wants, 'Set-Cookie': 'locale=es' }, 200, null)).toBe('private, no-store');
  expect(cachingOf(wants, 404, null)).toBe('private, no-store');
});

const PUBLIC = 'public, max-age=60';

test.each([
  [null, PUBLIC],
  ['', PUBLIC],
  ['locale=es', PUBLIC],
  ['time_zone=Europe/Madrid; theme=dark;locale=en', PUBLIC],
  ['alcazar-device=x', 'private, no-store'],
  ['alcazar-recovery=x', 'private, no-store'],
  ['theme=dark; alcazar-auth.0=x', 'private, no-store'],
  ['Theme=dark', 'private, no-store'],
  ['locale', PUBLIC],
  ['a-cookie-of-a-proxy', 'private, no-store'],
])('with the cookie «%s» a page for everybody is kept as %s', (cookie, kept) => {
  expect(cachingOf({ 'Cache-Control': PUBLIC }, 200, cookie)).toBe(kept);
});
