import type { RequestHandler } from '@builder.io/qwik-city';
import { afterAll, expect, test } from 'vitest';
import { startAuthFront } from '~/lib/testing/auth-front';
import { CookieJar } from '~/lib/testing/cookie-jar';
import { throughQwik } from '~/lib/testing/through-qwik';

const front = startAuthFront();
const { createSupabaseServerClient } = await import('./server');
const { clearSessionCookies, hasSessionCookie, sessionCookieStore } = await import('./session-cookies');

afterAll(() => front.stop());

const DAY = 24 * 60 * 60;
const CACHE_HEADERS = { 'Cache-Control': 'private, no-store', Pragma: 'no-cache', Expires: '0' };

type Written = { name: string; value: string };

/** One request in which @supabase/ssr hands over these cookies. */
function write(url: string, cookies: Written[], jar = new CookieJar()): Promise<Response> {
  const request = new Request(url, { headers: { cookie: jar.header } });
  return throughQwik(request, async (event) => {
    const written = cookies.map((cookie) => ({ ...cookie, options: { maxAge: 400 * DAY, httpOnly: false } }));
    await sessionCookieStore(event).setAll?.(written, CACHE_HEADERS);
  });
}

test('on https the cookie is bound to this host, out of reach for scripts, and lives a month', async () => {
  const response = await write('https://app.example/', [{ name: '__Host-alcazar-auth', value: 'base64-x' }]);
  expect(response.headers.getSetCookie()).toEqual([
    `__Host-alcazar-auth=base64-x; Max-Age=${30 * DAY}; HttpOnly; Path=/; SameSite=Lax; Secure`,
  ]);
});

test('on http, where a browser refuses Secure, only that is missing', async () => {
  const response = await write('http://127.0.0.1/', [{ name: 'alcazar-auth', value: 'base64-x' }]);
  expect(response.headers.getSetCookie()).toEqual([
    `alcazar-auth=base64-x; Max-Age=${30 * DAY}; HttpOnly; Path=/; SameSite=Lax`,
  ]);
});

test('each cookie is a header of its own, an emptied one is taken back, a verifier lives ten minutes', async () => {
  const response = await write('http://127.0.0.1/', [
    { name: 'alcazar-auth.0', value: 'one' },
    { name: 'alcazar-auth.1', value: 'two' },
    { name: 'alcazar-auth.2', value: '' },
    { name: 'alcazar-auth-code-verifier', value: 'v' },
  ]);
  expect(response.headers.getSetCookie()).toEqual([
    expect.stringMatching(/^alcazar-auth\.0=one; Max-Age=2592000;/),
    expect.stringMatching(/^alcazar-auth\.1=two; Max-Age=2592000;/),
    'alcazar-auth.2=; Max-Age=0; HttpOnly; Path=/; SameSite=Lax',
    expect.stringMatching(/^alcazar-auth-code-verifier=v; Max-Age=600;/),
  ]);
});

test('what keeps the answer out of shared caches comes along', async () => {
  const { headers } = await write('http://127.0.0.1/', [{ name: 'alcazar-auth', value: 'x' }]);
  expect(headers.get('Cache-Control')).toBe('private, no-store');
  expect(headers.get('Pragma')).toBe('no-cache');
  expect(headers.get('Expires')).toBe('0');
});

test('a session too long for one cookie is cut, read back whole, and leaves no piece behind when it shrinks', async () => {
  const jar = new CookieJar();
  const visit = (...handlers: RequestHandler[]) =>
    throughQwik(new Request('http://127.0.0.1/', { headers: { cookie: jar.header } }), ...handlers);
  const signIn = async (access_token: string) => {
    front.answer = () =>
      Response.json({
        access_token,
        refresh_token: 'r',
        token_type: 'bearer',
        expires_in: 3600,
        user: { id: 'u' },
      });
    const credentials = { email: 'ana@example.test', password: 'any' };
    jar.take(
      await visit(async (event) => {
        await createSupabaseServerClient(event).auth.signInWithPassword(credentials);
      }),
    );
  };
  const read = async () => {
    let token: string | undefined;
    await visit(async (event) => {
      token = (await createSupabaseServerClient(event).auth.getSession()).data.session?.access_token;
    });
    return token;
  };

  const long = 'a'.repeat(6000);
  await signIn(long);
  expect(jar.names).toEqual(['alcazar-auth.0', 'alcazar-auth.1', 'alcazar-auth.2']);
  expect(await read()).toBe(long);

  await signIn('short');
  expect(jar.names).toEqual(['alcazar-auth']);
  expect(await read()).toBe('short');
});

test('clearing takes every piece of a session and nothing else', async () => {
  const cookie =
    'alcazar-auth=a; alcazar-auth.0=b; alcazar-auth.11=c; alcazar-auth-code-verifier=d; theme=dark';
  const request = new Request('http://127.0.0.1/', { headers: { cookie } });
  let before = false;
  let after = true;
  const response = await throughQwik(request, (event) => {
    before = hasSessionCookie(event);
    clearSessionCookies(event);
    after = hasSessionCookie(event);
  });
  const cleared = response.headers.getSetCookie().map((line) => line.split('=')[0]);
  expect(cleared).toEqual(['alcazar-auth', 'alcazar-auth.0', 'alcazar-auth.11']);
  expect([before, after]).toEqual([true, false]);
});

test('once the answer is on its way no cookie is written', async () => {
  const response = await throughQwik(new Request('http://127.0.0.1/'), async (event) => {
    event.send(200, 'sent');
    await sessionCookieStore(event).setAll?.(
      [{ name: 'alcazar-auth', value: 'x', options: {} }],
      CACHE_HEADERS,
    );
    expect(event.cookie.headers()).toEqual([]);
  });
  expect(response.headers.getSetCookie()).toEqual([]);
});
