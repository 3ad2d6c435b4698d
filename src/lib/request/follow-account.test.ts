import { expect, test } from 'vitest';
import { CookieJar } from '~/lib/testing/cookie-jar';
import { throughQwik } from '~/lib/testing/through-qwik';
import { followAccount } from './follow-account';
import { keepPreferences, type Preferences } from './preferences';

const NOTHING: Preferences = { locale: null, theme: null, timeZone: null };
const MADRID: Preferences = { locale: 'es', theme: 'dark', timeZone: 'Europe/Madrid' };

/** A request with these cookies to a page whose guard follows the account; `locale` is the language of its answer. */
async function visit(cookies: Record<string, string>, account: Preferences, path = '/page', init = {}) {
  const jar = new CookieJar();
  for (const [name, value] of Object.entries(cookies)) jar.set(name, value);
  const seen: { locale?: string; reached?: true } = {};
  const request = new Request(`http://127.0.0.1${path}`, {
    ...init,
    headers: { cookie: jar.header, 'Accept-Language': 'en' },
  });
  const response = await throughQwik(
    request,
    (event) => void event.locale(cookies.locale ?? 'en'),
    (event) => followAccount(event, account),
    (event) => {
      seen.reached = true;
      seen.locale = event.locale();
    },
  );
  jar.take(response);
  return { response, jar, ...seen };
}

test('what the account says holds over the cookies, in this answer and the next', async () => {
  const { response, jar, locale } = await visit(
    { locale: 'en', theme: 'light', time_zone: 'Asia/Tokyo' },
    MADRID,
  );
  expect(locale).toBe('es');
  expect(jar.header).toBe('locale=es; theme=dark; time_zone=Europe/Madrid');
  for (const line of response.headers.getSetCookie()) {
    expect(line).toMatch(/; Max-Age=31536000; HttpOnly; Path=\/; SameSite=Lax$/);
  }
});

test('a browser that agrees is told nothing', async () => {
  const cookies = { locale: 'es', theme: 'dark', time_zone: 'Europe/Madrid' };
  expect((await visit(cookies, MADRID)).response.headers.getSetCookie()).toEqual([]);
  expect((await visit({}, NOTHING)).response.headers.getSetCookie()).toEqual([]);
});

test('where the account says nothing the browser’s own choice stays; a time zone is never the browser’s own', async () => {
  const cookies = { locale: 'es', theme: 'dark', time_zone: 'Asia/Tokyo' };
  const { jar, locale } = await visit(cookies, NOTHING);
  expect(locale).toBe('es');
  expect(jar.header).toBe('locale=es; theme=dark');
});

test('a page that was asked for in place is loaded as a whole, once', async () => {
  const { response, jar, reached } = await visit({}, MADRID, '/page/q-data.json?tab=1');
  expect(response.status).toBe(302);
  expect(response.headers.get('Location')).toBe('/page?tab=1');
  expect(reached).toBeUndefined();
  const cookies = { locale: 'es', theme: 'dark', time_zone: 'Europe/Madrid' };
  expect(jar.header).toBe('locale=es; theme=dark; time_zone=Europe/Madrid');
  expect((await visit(cookies, MADRID, '/page/q-data.json?tab=1')).reached).toBe(true);
});

test('a form that was posted in place answers into its page as it is', async () => {
  const { jar, locale } = await visit({ locale: 'en' }, MADRID, '/page/q-data.json', {
    method: 'POST',
    body: 'x',
  });
  expect(locale).toBe('en');
  expect(jar.header).toBe('locale=en');
});

test('to take the language back is to follow the browser’s wish at once', async () => {
  const seen: { locale?: string } = {};
  const headers = { cookie: 'locale=en; theme=dark', 'Accept-Language': 'es-MX' };
  const jar = new CookieJar();
  jar.set('locale', 'en');
  const response = await throughQwik(new Request('http://127.0.0.1/', { headers }), (event) => {
    keepPreferences(event, { locale: null });
    seen.locale = event.locale();
  });
  jar.take(response);
  expect([seen.locale, jar.header]).toEqual(['es', '']);
});
