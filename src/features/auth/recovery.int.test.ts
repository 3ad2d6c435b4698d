import { afterAll, expect, test } from 'vitest';
import { verifiedClaims } from '~/lib/data/claims';
import { createSupabaseServerClient } from '~/lib/supabase/server';
import { checkSession } from '~/lib/supabase/session';
import { aVisit } from '~/lib/testing/actors';
import { CookieJar } from '~/lib/testing/cookie-jar';
import { linkTo } from '~/lib/testing/mailbox';
import { owner } from '~/lib/testing/owner';
import { throughQwik } from '~/lib/testing/through-qwik';
import { signUp } from '~/lib/testing/users';
import { guardReset } from './recovery';
import { mailResetLink } from './reset-link';
import { allowReset, endReset } from './reset-permission';

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

/** Asks for the page that takes a new password. Answers where else it leads to, or that it opens. */
async function open(jar: CookieJar): Promise<string> {
  const request = new Request('http://127.0.0.1/reset-password', { headers: { cookie: jar.header } });
  const response = jar.take(await throughQwik(request, guardReset));
  return response.headers.get('Location') ?? 'opens';
}

const CLOSED = '/forgot-password?error=link_over';

test('the session of a recovery link may set a password, for a quarter of an hour, on one page', async () => {
  const { jar, lines } = await browser(true);
  expect(await open(jar)).toBe('opens');
  expect(lines.find((line) => line.startsWith('alcazar-recovery='))).toMatch(
    /^alcazar-recovery=[0-9a-f-]{36}; Max-Age=900; HttpOnly; Path=\/reset-password; SameSite=Lax$/,
  );
});

test('being signed in is not enough', async () => {
  const { jar } = await browser(false);
  expect(await open(jar)).toBe(CLOSED);
});

test('nor is the cookie, in a browser that has been signed in for longer', async () => {
  const { user, jar } = await browser(true);
  await owner`update auth.sessions set created_at = now() - interval '16 minutes' where user_id = ${user.id}`;
  expect(await open(jar)).toBe(CLOSED);
});

test('the permission is for that session, not for the next one in the same browser', async () => {
  const { jar } = await browser(true);
  const { jar: other } = await browser(false);
  other.set('alcazar-recovery', jar.get('alcazar-recovery') ?? '');
  expect(await open(other)).toBe(CLOSED);
  for (const empty of ['', 'undefined']) {
    other.set('alcazar-recovery', empty);
    expect(await open(other)).toBe(CLOSED);
  }
});

test('a session that is over may nothing', async () => {
  const { user, jar } = await browser(true);
  await owner`delete from auth.sessions where user_id = ${user.id}`;
  expect(await open(jar)).toBe(CLOSED);
});

test('once used, the permission is gone', async () => {
  const { jar } = await browser(true);
  const request = new Request('http://127.0.0.1/reset-password', { headers: { cookie: jar.header } });
  jar.take(await throughQwik(request, (event) => endReset(event)));
  expect(await open(jar)).toBe(CLOSED);
});

test('somebody without a session of their own gets no permission', async () => {
  const anonymous = verifiedClaims({ role: 'anon' });
  const jar = new CookieJar();
  jar.take(await throughQwik(new Request('http://127.0.0.1/'), (event) => allowReset(event, anonymous)));
  expect(await open(jar)).toBe(CLOSED);
});

test('a session of a password that somebody else may know ends here, and a link is mailed', async () => {
  const { user, jar } = await browser(false);
  await owner`update public.profiles set password_must_reset = true where id = ${user.id}`;
  expect(await open(jar)).toBe('/login?error=password_must_reset');
  expect(jar.names).toEqual([]);
  expect(await owner`select from auth.sessions where user_id = ${user.id}`).toHaveLength(1); // the one of \`signUp\`
  expect(await linkTo(user.email)).toMatchObject({ type: 'recovery' });
});

test('however often links were mailed, such a session ends', async () => {
  const { user, jar } = await browser(false);
  await owner`update public.profiles set password_must_reset = true where id = ${user.id}`;
  for (let mails = 0; mails < 5; mails++) await mailResetLink(user.email, aVisit());
  expect(await open(jar)).toBe('/login?error=password_must_reset');
});

test('the session of a recovery link goes on beside it: it is the way out', async () => {
  const { user, jar } = await browser(true);
  await owner`update public.profiles set password_must_reset = true where id = ${user.id}`;
  expect(await open(jar)).toBe('opens');
});
