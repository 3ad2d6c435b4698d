import { afterAll, expect, test } from 'vitest';
import { verifiedClaims } from '~/lib/data/claims';
import { createSupabaseServerClient } from '~/lib/supabase/server';
import { checkSession } from '~/lib/supabase/session';
import { CookieJar } from '~/lib/testing/cookie-jar';
import { owner } from '~/lib/testing/owner';
import { throughQwik } from '~/lib/testing/through-qwik';
import { signUp } from '~/lib/testing/users';
import { allowReset, endReset, mayReset } from './recovery';

afterAll(() => owner.end());

/** A signed-in browser; `allowed` says whether its session came by a recovery link. */
async function browser(allowed: boolean) {
  const user = await signUp();
  const jar = new CookieJar();
  const request = new Request('http://127.0.0.1/');
  const signIn = throughQwik(request, async (event) => {
    const client = createSupabaseServerClient(event);
    await client.auth.signInWithPassword(user);
    const session = await checkSession(client);
    if (session.state === 'valid' && allowed) allowReset(event, session.claims);
  });
  const response = await signIn;
  jar.take(response);
  return { user, jar, lines: response.headers.getSetCookie() };
}

async function may(jar: CookieJar): Promise<boolean> {
  let answer = false;
  const request = new Request('http://127.0.0.1/reset-password', { headers: { cookie: jar.header } });
  await throughQwik(request, async (event) => {
    answer = await mayReset(event);
  });
  return answer;
}

test('the session of a recovery link may set a password, for a quarter of an hour, on one page', async () => {
  const { jar, lines } = await browser(true);
  expect(await may(jar)).toBe(true);
  expect(lines.find((line) => line.startsWith('alcazar-recovery='))).toMatch(
    /^alcazar-recovery=[0-9a-f-]{36}; Max-Age=900; HttpOnly; Path=\/reset-password; SameSite=Lax$/,
  );
});

test('being signed in is not enough', async () => {
  const { jar } = await browser(false);
  expect(await may(jar)).toBe(false);
});

test('the permission is for that session, not for the next one in the same browser', async () => {
  const { jar } = await browser(true);
  const { jar: other } = await browser(false);
  other.set('alcazar-recovery', jar.get('alcazar-recovery') ?? '');
  expect(await may(other)).toBe(false);
  for (const empty of ['', 'undefined']) {
    other.set('alcazar-recovery', empty);
    expect(await may(other)).toBe(false);
  }
});

test('a session that is over may nothing', async () => {
  const { user, jar } = await browser(true);
  await owner`delete from auth.sessions where user_id = ${user.id}`;
  expect(await may(jar)).toBe(false);
});

test('once used, the permission is gone', async () => {
  const { jar } = await browser(true);
  const request = new Request('http://127.0.0.1/reset-password', { headers: { cookie: jar.header } });
  jar.take(await throughQwik(request, (event) => endReset(event)));
  expect(await may(jar)).toBe(false);
});

test('somebody without a session of their own gets no permission', async () => {
  const anonymous = verifiedClaims({ role: 'anon' });
  const jar = new CookieJar();
  jar.take(await throughQwik(new Request('http://127.0.0.1/'), (event) => allowReset(event, anonymous)));
  expect(await may(jar)).toBe(false);
});
