import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { startAuthFront } from '~/lib/testing/auth-front';
import { CookieJar } from '~/lib/testing/cookie-jar';
import { throughQwik } from '~/lib/testing/through-qwik';

const front = startAuthFront();
const { log } = await import('~/lib/log.server');
const { getActor } = await import('~/lib/request/actor');
const { createSupabaseServerClient } = await import('~/lib/supabase/server');
const { owner } = await import('~/lib/testing/owner');
const { signUp } = await import('~/lib/testing/users');
const { guardAdmin, guardSession, renewActor, sendOnSignedIn } = await import('./guard');

afterEach(() => {
  front.answer = null;
});
afterAll(() => Promise.all([front.stop(), owner.end()]));

async function signedIn() {
  const user = await signUp();
  const jar = new CookieJar();
  const signIn = throughQwik(new Request('http://127.0.0.1/'), async (event) => {
    await createSupabaseServerClient(event).auth.signInWithPassword(user);
  });
  jar.take(await signIn);
  front.asked.length = 0;
  return { user, jar };
}

async function eventsOf(userId: string) {
  return [
    ...(await owner`select kind, outcome, details from public.security_events where user_id = ${userId}`),
  ];
}

/** A request to a guarded page; `seen` is what its loaders would see. */
async function visit(path: string, jar: CookieJar, init: RequestInit = {}) {
  const seen: { id?: string; guide?: unknown } = {};
  const request = new Request(`http://127.0.0.1${path}`, { ...init, headers: { cookie: jar.header } });
  const response = await throughQwik(request, guardSession, (event) => {
    seen.id = getActor(event).id;
    seen.guide = event.sharedMap.get('user').id;
  });
  return { response: jar.take(response), seen };
}

test('a signed-in user gets in with one call to the auth server, and is the actor of the request', async () => {
  const { user, jar } = await signedIn();
  const { response, seen } = await visit('/dashboard', jar);
  expect(response.status).toBe(200);
  expect(response.headers.get('Cache-Control')).toBe('private, no-store');
  expect(seen).toEqual({ id: user.id, guide: user.id });
  expect(front.asked).toEqual(['GET /auth/v1/user']);
});

test('a first visit is sent to sign in without a word of error', async () => {
  const { response, seen } = await visit('/profile?tab=name', new CookieJar());
  expect(response.status).toBe(302);
  expect(response.headers.get('Location')).toBe('/login?next=%2Fprofile%3Ftab%3Dname');
  expect(response.headers.get('Cache-Control')).toBe('private, no-store');
  expect(seen).toEqual({});
});

test('a session that has ended is said so, and the dead cookie goes', async () => {
  const { user, jar } = await signedIn();
  await owner`delete from auth.sessions where user_id = ${user.id}`;
  const { response } = await visit('/dashboard', jar);
  expect(response.headers.get('Location')).toBe('/login?error=session_expired&next=%2Fdashboard');
  expect(jar.names).toEqual([]);
});

test('a right token of a session that is over is written down once, however often it comes', async () => {
  const { user, jar } = await signedIn();
  const { header } = jar;
  await owner`delete from auth.sessions where user_id = ${user.id}`;
  for (let request = 0; request < 3; request++) {
    const kept = new CookieJar();
    kept.take(new Response(null, { headers: { 'set-cookie': header } }));
    expect((await visit('/dashboard', kept)).response.status).toBe(302);
  }
  expect(await eventsOf(user.id)).toEqual([
    { kind: 'access_refused', outcome: 'refused', details: { reason: 'session_not_found' } },
  ]);
});

test('a forged one that names them is not: anybody could write into their trail', async () => {
  const { user, jar } = await signedIn();
  await owner`delete from auth.sessions where user_id = ${user.id}`;
  const kept = Buffer.from((jar.get('alcazar-auth') ?? '').replace('base64-', ''), 'base64url').toString();
  const session = JSON.parse(kept);
  const [head, claims] = session.access_token.split('.');
  const access_token = `${head}.${claims}.${'x'.repeat(43)}`;
  const forged = new CookieJar();
  const cookie = Buffer.from(JSON.stringify({ ...session, access_token })).toString('base64url');
  forged.set('alcazar-auth', `base64-${cookie}`);
  expect((await visit('/dashboard', forged)).response.status).toBe(302);
  expect(await eventsOf(user.id)).toEqual([]);
});

test.each([['HEAD'], ['OPTIONS'], ['POST'], ['PUT'], ['DELETE']])(
  '%s is guarded like GET',
  async (method) => {
    const { response, seen } = await visit('/dashboard?qaction=1', new CookieJar(), { method });
    expect(response.status).toBe(302);
    expect(seen).toEqual({});
  },
);

test('the data of a page is guarded like the page, and its redirect leads to the data of the sign-in page', async () => {
  const { response, seen } = await visit('/dashboard/q-data.json', new CookieJar());
  expect(response.status).toBe(302);
  expect(response.headers.get('Location')).toBe('/login/q-data.json?next=%2Fdashboard');
  expect(seen).toEqual({});
});

test('a refused visit is one line that tells why and where, with nothing of the session in it, and the cookie goes', async () => {
  const warn = vi.spyOn(log, 'warn').mockImplementation(() => {});
  const jar = new CookieJar();
  jar.set(
    'alcazar-auth',
    `base64-${Buffer.from('{"access_token":"secret","refresh_token":"secret","expires_at":9e9}').toString('base64url')}`,
  );
  await visit('/dashboard%0aforged?token=secret', jar);
  expect(warn.mock.calls).toEqual([
    [
      'auth.refused',
      {
        reason: 'bad_jwt',
        path: '/dashboard%0aforged',
        method: 'GET',
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        clientAddress: null,
      },
    ],
  ]);
  expect(jar.names).toEqual([]);
});

test('while the auth server is away nobody gets in and nobody is signed out', async () => {
  const { jar } = await signedIn();
  const warn = vi.spyOn(log, 'warn').mockImplementation(() => {});
  const before = jar.header;
  front.answer = () => Response.json({}, { status: 503 });
  await expect(visit('/dashboard', jar)).rejects.toMatchObject({ code: 'unavailable', status: 503 });
  expect(warn.mock.calls[0]).toMatchObject(['auth.refused', { reason: 'unavailable' }]);
  expect(jar.header).toBe(before);
  front.answer = null;
  expect((await visit('/dashboard', jar)).response.status).toBe(200);
});

test('whoever is signed in is sent on from the sign-in page, and only on our own paths', async () => {
  const { jar } = await signedIn();
  const open = (path: string, cookie = jar.header) =>
    throughQwik(new Request(`http://127.0.0.1${path}`, { headers: { cookie } }), sendOnSignedIn);
  expect((await open('/login?next=/profile')).headers.get('Location')).toBe('/profile');
  expect((await open('/login?next=//evil.example')).headers.get('Location')).toBe('/dashboard');
  front.asked.length = 0;
  expect((await open('/login', '')).status).toBe(200);
  expect(front.asked).toEqual([]);
  const dead = await open('/login', 'alcazar-auth=base64-e30');
  expect([dead.status, dead.headers.getSetCookie()[0]]).toEqual([200, expect.stringContaining('Max-Age=0')]);
});

describe('somebody whom an administrator has asked for another password', () => {
  test.each([
    ['GET', '/dashboard', '/account/password'],
    ['GET', '/dashboard/q-data.json', '/account/password/q-data.json'],
    ['POST', '/dashboard?qaction=1', '/account/password'],
    ['GET', '/account/password/', '/account/password'],
    ['GET', '/account/password/more', '/account/password'],
    ['GET', '/account/activity?next=/account/password', '/account/password'],
  ])('gets no further than the page for it: %s %s', async (method, path, place) => {
    const { user, jar } = await signedIn();
    await owner`update public.profiles set password_must_change = true where id = ${user.id}`;
    const { response, seen } = await visit(path, jar, { method });
    expect([response.status, response.headers.get('Location')]).toEqual([302, place]);
    expect(response.headers.get('Cache-Control')).toBe('private, no-store');
    expect(seen).toEqual({});
    expect(jar.names).toEqual(['alcazar-auth']);
  });

  test.each([
    ['GET', '/account/password'],
    ['GET', '/account/password/q-data.json'],
    ['POST', '/account/password?qaction=1'],
  ])('gets there: %s %s', async (method, path) => {
    const { user, jar } = await signedIn();
    await owner`update public.profiles set password_must_change = true where id = ${user.id}`;
    const { response, seen } = await visit(path, jar, { method });
    expect([response.status, seen.id]).toEqual([200, user.id]);
  });
});

test.each(['/dashboard', '/account/password', '/dashboard/q-data.json'])(
  'a password that somebody else may know opens nothing, %s neither, and each try is in the trail',
  async (path) => {
    const { user, jar } = await signedIn();
    await owner`update public.profiles set password_must_reset = true, password_must_change = true where id = ${user.id}`;
    const { response, seen } = await visit(path, jar);
    expect(response.headers.get('Location')).toMatch(/^\/reset-password(\/q-data\.json)?$/);
    expect(seen).toEqual({});
    expect(await eventsOf(user.id)).toEqual([
      { kind: 'access_refused', outcome: 'refused', details: { reason: 'password_must_reset' } },
    ]);
  },
);

test('whoever signs in again within a request is a new actor for the rest of it', async () => {
  const { user, jar } = await signedIn();
  const request = new Request('http://127.0.0.1/dashboard', { headers: { cookie: jar.header } });
  const seen: string[] = [];
  await throughQwik(request, guardSession, async (event) => {
    seen.push(getActor(event).claims.session_id);
    await createSupabaseServerClient(event).auth.signInWithPassword(user);
    await renewActor(event);
    seen.push(getActor(event).claims.session_id);
  });
  expect(new Set(seen).size).toBe(2);
});

describe('the administration', () => {
  const knock = (jar: CookieJar) =>
    throughQwik(new Request('http://127.0.0.1/admin/users', { headers: { cookie: jar.header } }), guardAdmin);

  test('is no address at all to a user, and that is written down', async () => {
    const { user, jar } = await signedIn();
    await expect(knock(jar)).rejects.toMatchObject({ code: 'not_found', status: 404 });
    expect(await eventsOf(user.id)).toEqual([
      { kind: 'access_refused', outcome: 'refused', details: { reason: 'not_admin' } },
    ]);
  });

  test('is open to an administrator, from the request after their role was given to the one before it was taken', async () => {
    const { user, jar } = await signedIn();
    await owner`update public.profiles set role = 'admin' where id = ${user.id}`;
    expect((await knock(jar)).status).toBe(200);
    // Another one, so that this one is not the last.
    await owner`update public.profiles set role = 'admin' where id = ${(await signUp()).id}`;
    await owner`update public.profiles set role = 'user' where id = ${user.id}`;
    await expect(knock(jar)).rejects.toMatchObject({ code: 'not_found' });
  });
});
