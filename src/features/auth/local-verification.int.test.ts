import { afterAll, afterEach, expect, test } from 'vitest';
import { aVisit } from '~/lib/testing/actors';
import { startAuthFront } from '~/lib/testing/auth-front';
import { CookieJar } from '~/lib/testing/cookie-jar';
import { throughQwik } from '~/lib/testing/through-qwik';

const front = startAuthFront();
process.env.SUPABASE_JWT_SECRET = process.env.TEST_JWT_SECRET;
const { getActor } = await import('~/lib/request/actor');
const { createSupabaseServerClient } = await import('~/lib/supabase/server');
const { checkRequest, checkSession } = await import('~/lib/supabase/session');
const { owner } = await import('~/lib/testing/owner');
const { signUp } = await import('~/lib/testing/users');
const AuthService = await import('./auth.service');
const { guardSession } = await import('./guard');

// An app that verifies tokens by itself: SUPABASE_JWT_SECRET is that of the auth server.

afterEach(() => {
  front.answer = null;
});
afterAll(() => Promise.all([front.stop(), owner.end()]));

const away = () => new Response('<h1>Bad gateway</h1>', { status: 502 });

async function signedIn() {
  const user = await signUp({ fullName: 'Ana' });
  const jar = new CookieJar();
  await inRequest(jar, async (client) => {
    await client.auth.signInWithPassword(user);
  });
  front.asked.length = 0;
  return { user, jar };
}

async function inRequest(
  jar: CookieJar,
  work: (client: ReturnType<typeof createSupabaseServerClient>) => Promise<void>,
): Promise<void> {
  const request = new Request('http://127.0.0.1/', { headers: { cookie: jar.header } });
  jar.take(await throughQwik(request, (event) => work(createSupabaseServerClient(event))));
}

async function sessionIn(jar: CookieJar) {
  const found: { session?: Awaited<ReturnType<typeof checkSession>> } = {};
  await inRequest(jar, async (client) => {
    found.session = await checkSession(client);
  });
  return found.session;
}

/** A request to a guarded page; `name` is whom its loaders would see. */
async function visit(jar: CookieJar) {
  const seen: { name?: string | null } = {};
  const request = new Request('http://127.0.0.1/profile', { headers: { cookie: jar.header } });
  const response = await throughQwik(request, guardSession, (event) => {
    seen.name = getActor(event).profile?.fullName;
  });
  return { status: response.status, name: seen.name };
}

test('whoever is signed in gets in without a call to the auth server, even while it is away', async () => {
  const { jar } = await signedIn();
  expect(await visit(jar)).toEqual({ status: 200, name: 'Ana' });
  expect(front.asked).toEqual([]);
  front.answer = away;
  expect(await visit(jar)).toEqual({ status: 200, name: 'Ana' });
});

test('a client is made for a session that has to be renewed, and for no other', async () => {
  const { jar } = await signedIn();
  expect(await makesClient(jar)).toBe(false);
  const kept = Buffer.from((jar.get('alcazar-auth') ?? '').replace('base64-', ''), 'base64url').toString();
  const nearlyOver = { ...JSON.parse(kept), expires_at: Math.floor(Date.now() / 1000) + 60 };
  jar.set('alcazar-auth', `base64-${Buffer.from(JSON.stringify(nearlyOver)).toString('base64url')}`);
  expect(await makesClient(jar)).toBe(true);
  expect(front.asked).toEqual(['POST /auth/v1/token?grant_type=refresh_token']);
});

async function makesClient(jar: CookieJar): Promise<boolean | undefined> {
  const request = new Request('http://127.0.0.1/', { headers: { cookie: jar.header } });
  let isMade: boolean | undefined;
  await throughQwik(request, async (event) => {
    expect(await checkRequest(event)).toMatchObject({ state: 'valid' });
    isMade = event.sharedMap.has('supabase');
  });
  return isMade;
}

test('a session that the auth server has ended is over at the next request', async () => {
  const { user, jar } = await signedIn();
  await owner`delete from auth.sessions where user_id = ${user.id}`;
  expect(await visit(jar)).toEqual({ status: 302, name: undefined });
});

test('signing out while the auth server is away ends the session all the same', async () => {
  const { jar } = await signedIn();
  const kept = new CookieJar();
  kept.set('alcazar-auth', jar.get('alcazar-auth') ?? '');
  front.answer = away;
  await expect(
    inRequest(jar, (client) => AuthService.signOut({ client, visit: aVisit() })),
  ).rejects.toMatchObject({ code: 'unavailable' });
  expect(await visit(kept)).toMatchObject({ status: 302 });
});

test('a refreshed token belongs to the session it was refreshed from', async () => {
  const { jar } = await signedIn();
  const before = await sessionIn(jar);
  const kept = Buffer.from((jar.get('alcazar-auth') ?? '').replace('base64-', ''), 'base64url').toString();
  const aged = JSON.stringify({ ...JSON.parse(kept), expires_at: 1 });
  jar.set('alcazar-auth', `base64-${Buffer.from(aged).toString('base64url')}`);
  const after = await sessionIn(jar);
  expect(front.asked).toEqual(['POST /auth/v1/token?grant_type=refresh_token']);
  expect(after).toEqual(before);
  expect(after).toMatchObject({ state: 'valid', claims: { session_id: expect.any(String) } });
});
