import { HttpBrowser } from './http/http-browser';
import { type RawAnswer, rawRequest } from './http/raw-request';
import { ownPages } from './http/routes';
import { signInByHttp } from './steps/sign-in';
import { newUser } from './support/people';
import { expect, test } from './support/test';

const ORIGIN = process.env.ORIGIN ?? '';
const PAGE = { Accept: 'text/html' };

const EVERYWHERE: Record<string, string | RegExp> = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': /camera=\(\)/,
  'X-Request-Id': /^[0-9a-f-]{36}$/,
};

/** One answer of every kind the server gives, by what it is called. */
async function oneOfEachKind(): Promise<Record<string, RawAnswer>> {
  const { body } = await rawRequest(ORIGIN, '/', { headers: PAGE });
  const style = /href="(\/assets\/[^"]+\.css)"/.exec(body)?.[1] ?? '';
  const script = /q-[\w-]{8}\.js/.exec(body)?.[0] ?? '';
  const session = { Cookie: (await signInByHttp(await newUser())).jar.header };
  const ask = (target: string, method = 'GET', headers: Record<string, string> = PAGE) =>
    rawRequest(ORIGIN, target, { method, headers });
  return {
    'a page': await ask('/'),
    'a page asked for its head': await ask('/login', 'HEAD'),
    'the data of a page': await ask('/login/q-data.json'),
    'a page behind the door': await ask('/dashboard', 'GET', { ...PAGE, ...session }),
    'the data behind the door': await ask('/dashboard/q-data.json', 'GET', session),
    'a closed door': await ask('/dashboard'),
    'a moved address': await ask('//login'),
    'a style sheet': await ask(style),
    'a script': await ask(`/build/${script}`),
    'a picture': await ask('/favicon.svg'),
    'an asset that is gone': await ask('/build/q-00000000.js'),
    'a page that is not there': await ask('/no-such-page'),
    'a problem for a program': await ask('/no-such-page', 'GET', { Accept: 'application/json' }),
    'a refused method': await ask('/login', 'PUT', { Origin: ORIGIN }),
    'a refused TRACE': await ask('/login', 'TRACE'),
    'the methods of a page': await ask('/login', 'OPTIONS'),
    'a foreign post': await ask('/login', 'POST', { Origin: 'https://evil.example' }),
    'a malformed address': await ask('/%zz'),
    'a body that is too large': await ask('/login', 'POST', { Origin: ORIGIN, 'Content-Length': '99999999' }),
    'a sign-out': await ask('/logout', 'POST', { Origin: ORIGIN }),
    'a preference': await ask('/preferences', 'POST', { Origin: ORIGIN }),
    health: await ask('/health/live'),
  };
}

test('the security headers stand on every kind of answer', async () => {
  for (const [kind, { headers, status }] of Object.entries(await oneOfEachKind())) {
    expect(status, kind).toBeLessThan(500);
    for (const [name, value] of Object.entries(EVERYWHERE))
      expect(headers.get(name), `${kind}: ${name}`).toMatch(value);
    expect(headers.get('Content-Security-Policy'), kind).toMatch(/default-src 'none'/);
    expect(headers.get('Content-Security-Policy'), kind).toContain("frame-ancestors 'none'");
    expect(headers.get('Content-Security-Policy'), kind).not.toMatch(/unsafe-(inline|eval)|\*/);
    // Plain http on loopback: a promise of https would lock the developer out of every other server on localhost.
    expect(headers.get('Strict-Transport-Security'), kind).toBeNull();
    expect(headers.get('Server') ?? headers.get('X-Powered-By'), kind).toBeNull();
  }
});

test('the policy of a page names a nonce that is new each time and stands on every script', async () => {
  const nonces = new Set<string>();
  for (const path of ['/', '/', '/login', '/no-such-page']) {
    const { headers, body } = await new HttpBrowser().open(path);
    const nonce = /script-src 'nonce-([^']{22,})' 'strict-dynamic'/.exec(
      headers.get('Content-Security-Policy') ?? '',
    )?.[1];
    expect(nonce, path).toBeTruthy();
    nonces.add(nonce ?? '');
    const scripts = [...body.matchAll(/<script\b([^>]*)>/g)].map(([, attributes = '']) => attributes);
    // What Qwik's loader calls by attribute is no script the browser runs.
    const run = scripts.filter((attributes) => !/\bon-(document|window):/.test(attributes));
    for (const attributes of run) expect(attributes, path).toContain(`nonce="${nonce}"`);
    expect(body, path).not.toMatch(/<[^>]+\s(style|onclick|onload|onerror)=/i);
  }
  expect(nonces.size).toBe(4);
});

test('nobody keeps what was made for somebody who is signed in', async () => {
  const browser = await signInByHttp(await newUser({ fullName: 'Ada Byron' }));
  const own = ownPages().flatMap((path) => [path, `${path}/q-data.json`]);
  expect(own).toContain('/dashboard/q-data.json');
  for (const path of [...own, '/', '/login', '/logout', '/no-such-page', '/reset-password']) {
    const { headers } = await browser.open(path);
    expect(headers.get('Cache-Control'), path).toBe('private, no-store');
    expect(headers.get('Vary'), path).toContain('Cookie');
  }
});

test('nobody keeps what opens or closes a session, or what went wrong', async () => {
  const ada = await newUser();
  const browser = new HttpBrowser();
  const { email, password } = ada;
  const answers = {
    'sign-in': await browser.submit('/login', { email, password }),
    'a saved account': await browser.submit('/account', { fullName: 'Ada' }),
    'sign-out': await browser.post('/logout', ''),
    'a closed door': await new HttpBrowser().open('/dashboard'),
    'a wrong password': await new HttpBrowser().submit('/login', { email, password: 'wrong-harbour' }),
    'a page that is not there': await new HttpBrowser().open('/no-such-page'),
  };
  for (const [kind, { headers }] of Object.entries(answers)) {
    expect(headers.get('Cache-Control'), kind).toBe('private, no-store');
  }
});

test('the cookie of a session is for the server alone', async () => {
  const { email, password } = await newUser();
  const answer = await new HttpBrowser().submit('/login', { email, password });
  const session = answer.headers.getSetCookie().filter((line) => line.startsWith('alcazar-auth'));
  expect(session.length).toBeGreaterThan(0);
  for (const line of session) {
    expect(line).toMatch(/; HttpOnly/);
    expect(line).toMatch(/; SameSite=Lax/i);
    expect(line).toMatch(/; Path=\/(;|$)/);
    expect(line).not.toMatch(/; Domain=/i);
    expect(Number(/Max-Age=(\d+)/.exec(line)?.[1])).toBeLessThanOrEqual(400 * 24 * 60 * 60);
  }
});

test('no page holds the tokens of its own session', async () => {
  const browser = await signInByHttp(await newUser());
  const cookie = browser.jar.get('alcazar-auth') ?? '';
  const { access_token, refresh_token } = JSON.parse(Buffer.from(cookie.slice(7), 'base64url').toString());
  for (const path of ['/', ...ownPages().flatMap((route) => [route, `${route}/q-data.json`])]) {
    const { body } = await browser.open(path);
    const found = [cookie, access_token, refresh_token].filter((secret) => body.includes(secret));
    expect(found.length, path).toBe(0);
  }
});

test('what never changes is kept for a year, is compressed, and is not sent twice', async () => {
  const { body } = await new HttpBrowser().open('/');
  const style = /href="(\/assets\/[^"]+\.css)"/.exec(body)?.[1] ?? '';
  const first = await fetch(ORIGIN + style, { headers: { 'Accept-Encoding': 'br' } });
  expect(first.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable');
  expect(first.headers.get('Content-Encoding')).toBe('br');
  expect(first.headers.get('Set-Cookie')).toBeNull();
  const again = await fetch(ORIGIN + style, {
    headers: { 'Accept-Encoding': 'br', 'If-None-Match': first.headers.get('ETag') ?? '' },
  });
  expect(again.status).toBe(304);
});
