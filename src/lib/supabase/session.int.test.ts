import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { startAuthFront } from '~/lib/testing/auth-front';
import { CookieJar } from '~/lib/testing/cookie-jar';
import { throughQwik } from '~/lib/testing/through-qwik';

const front = startAuthFront();
const { signUp } = await import('~/lib/testing/users');
const { owner } = await import('~/lib/testing/owner');
const { createSupabaseServerClient } = await import('./server');
const { checkRequest } = await import('./session');

afterEach(() => {
  front.answer = null;
});
afterAll(() => Promise.all([front.stop(), owner.end()]));

const REFRESH = 'POST /auth/v1/token?grant_type=refresh_token';

/** What one request with these cookies finds out; the jar keeps what the answer says. */
async function check(jar: CookieJar) {
  let outcome: Awaited<ReturnType<typeof checkRequest>> | undefined;
  const request = new Request('http://127.0.0.1/', { headers: { cookie: jar.header } });
  front.asked.length = 0;
  const handled = throughQwik(request, async (event) => {
    outcome = await checkRequest(event);
  });
  jar.take(await handled);
  return outcome;
}

async function signedIn() {
  const user = await signUp();
  const jar = new CookieJar();
  const handled = throughQwik(new Request('http://127.0.0.1/'), async (event) => {
    await createSupabaseServerClient(event).auth.signInWithPassword(user);
  });
  jar.take(await handled);
  return { user, jar };
}

type Kept = { access_token: string; refresh_token: string; expires_at: number };

/** Changes what the cookie says, as anybody can who holds the browser. */
function tamper(jar: CookieJar, change: (session: Kept) => unknown): void {
  const kept = Buffer.from((jar.get('alcazar-auth') ?? '').replace('base64-', ''), 'base64url').toString();
  const changed = JSON.stringify(change(JSON.parse(kept)));
  jar.set('alcazar-auth', `base64-${Buffer.from(changed).toString('base64url')}`);
}

/** The access token has run out; the refresh token is still good. */
const expire = (jar: CookieJar) => tamper(jar, (session) => ({ ...session, expires_at: 1 }));

test('a session is one call to the auth server, and the cookie holds the tokens alone', async () => {
  const { user, jar } = await signedIn();
  expect(await check(jar)).toMatchObject({
    state: 'valid',
    user: { id: user.id, email: user.email },
    claims: { sub: user.id, role: 'authenticated', session_id: expect.any(String) },
  });
  expect(front.asked).toEqual(['GET /auth/v1/user']);
  expect(jar.names).toEqual(['alcazar-auth']);
  tamper(jar, (session) => {
    expect(Object.keys(session)).not.toContain('user');
    return session;
  });
});

test('a user written into the cookie is not believed', async () => {
  const { user, jar } = await signedIn();
  tamper(jar, (session) => ({ ...session, user: { id: 'somebody-else', role: 'service_role' } }));
  expect(await check(jar)).toMatchObject({ state: 'valid', user: { id: user.id } });
});

test('without a cookie nobody is asked', async () => {
  expect(await check(new CookieJar())).toEqual({ state: 'none' });
  expect(front.asked).toEqual([]);
});

test('a session that is over says why', async () => {
  const { user, jar } = await signedIn();
  const later = new CookieJar();
  later.set('alcazar-auth', jar.get('alcazar-auth') ?? '');
  expire(later);
  await owner`delete from auth.sessions where user_id = ${user.id}`;
  expect(await check(jar)).toMatchObject({ state: 'ended', reason: 'session_not_found' });
  expect(await check(later)).toMatchObject({ state: 'ended', reason: 'refresh_token_not_found' });
});

test.each([
  ['another signature', (token: string) => `${token.slice(0, -4)}AAAA`],
  ['no signature', (token: string) => `${token.split('.').slice(0, 2).join('.')}.`],
  ['nothing of a token', () => 'x'],
  ['a second header', () => 'x\r\nX-Forged: 1'],
  ['no text at all', () => ({ toString: 'x' })],
])('an access token with %s is worth nothing', async (_, forge) => {
  const { jar } = await signedIn();
  tamper(jar, (session) => ({ ...session, access_token: forge(session.access_token) }));
  expect(await check(jar)).toMatchObject({ state: 'ended', reason: 'bad_jwt' });
});

test.each([['made-up'], [''], [{ id: 1 }], [null]])(
  'a refresh token that is %j ends the session, and not the process',
  async (refresh_token) => {
    const { jar } = await signedIn();
    tamper(jar, (session) => ({ ...session, expires_at: 1, refresh_token }));
    expect(await check(jar)).toMatchObject({ state: 'ended' });
  },
);

test('a cookie that can not be read is no session', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => {});
  for (const value of ['base64-%%%', 'base64-e30', '{"access_token":', 'x']) {
    const jar = new CookieJar();
    jar.set('alcazar-auth', value);
    expect(await check(jar)).toEqual({ state: 'none' });
  }
});

test('a session about to end is refreshed on the way, and the browser gets the new one', async () => {
  const { jar } = await signedIn();
  expire(jar);
  const before = jar.get('alcazar-auth');
  expect(await check(jar)).toMatchObject({ state: 'valid' });
  expect(front.asked).toEqual([REFRESH, 'GET /auth/v1/user']);
  expect(jar.get('alcazar-auth')).not.toBe(before);
  expect(await check(jar)).toMatchObject({ state: 'valid' });
  expect(front.asked).toEqual(['GET /auth/v1/user']);
});

test('ten requests that refresh the same token at once all get in, with one session between them', async () => {
  const { jar } = await signedIn();
  expire(jar);
  const cookie = jar.header;
  front.asked.length = 0;
  const visits = Array.from({ length: 10 }, async () => {
    const mine = new CookieJar();
    const request = new Request('http://127.0.0.1/', { headers: { cookie } });
    let state = '';
    mine.take(
      await throughQwik(request, async (event) => {
        state = (await checkRequest(event)).state;
      }),
    );
    return { state, cookie: mine.header };
  });
  const seen = await Promise.all(visits);
  expect(seen.map(({ state }) => state)).toEqual(Array(10).fill('valid'));
  expect(front.asked.filter((line) => line === REFRESH)).toEqual([REFRESH]);
  expect(new Set(seen.map((visit) => visit.cookie)).size).toBe(1);
});

const AWAY: [string, () => Response | Promise<Response>][] = [
  ['answers 500', () => Response.json({ code: 'unexpected_failure' }, { status: 500 })],
  [
    'stands behind a gateway that answers 502 in HTML',
    () => new Response('<h1>Bad gateway</h1>', { status: 502 }),
  ],
  [
    'is replaced by a page of somebody else',
    () => new Response('<h1>Welcome</h1>', { headers: { 'content-type': 'text/html' } }),
  ],
];

test.each(AWAY)('an auth server that %s is away: nobody is signed out', async (_, answer) => {
  const { jar } = await signedIn();
  for (const prepare of [() => {}, () => expire(jar)]) {
    prepare();
    front.answer = answer;
    await expect(check(jar)).rejects.toMatchObject({
      name: 'AppError',
      code: 'unavailable',
      retryAfterSeconds: 5,
    });
    expect(front.asked).toHaveLength(1);
    front.answer = null;
    expect(await check(jar)).toMatchObject({ state: 'valid' });
  }
});

test('an auth server that limits refreshes is away for as long as it says', async () => {
  const { jar } = await signedIn();
  expire(jar);
  front.answer = () =>
    Response.json({ code: 'over_request_rate_limit' }, { status: 429, headers: { 'retry-after': '17' } });
  await expect(check(jar)).rejects.toMatchObject({ code: 'unavailable', retryAfterSeconds: 17 });
  front.answer = null;
  expect(await check(jar)).toMatchObject({ state: 'valid' });
});

test('an auth server that says nothing is given up after five seconds', async () => {
  const { jar } = await signedIn();
  expire(jar);
  front.answer = () => new Promise<Response>(() => {});
  await expect(check(jar)).rejects.toMatchObject({ code: 'unavailable' });
  front.answer = null;
  expect(await check(jar)).toMatchObject({ state: 'valid' });
});

test('a wrong API key is a fault of ours: it rises, and ends no session', async () => {
  const { jar } = await signedIn();
  front.answer = () => Response.json({ message: 'Invalid API key' }, { status: 401 });
  await expect(check(jar)).rejects.toThrow('Invalid API key');
  expire(jar);
  await expect(check(jar)).rejects.toMatchObject({ code: 'unavailable' });
  front.answer = null;
  expect(await check(jar)).toMatchObject({ state: 'valid' });
});
