import type { RequestHandler } from '@builder.io/qwik-city';
import { expect, test } from 'vitest';
import { type Actor, setActor } from '~/lib/request/actor';
import { actorOf } from '~/lib/testing/actors';
import { CookieJar } from '~/lib/testing/cookie-jar';
import { throughQwik } from '~/lib/testing/through-qwik';
import { signUp } from '~/lib/testing/users';
import { type Asked, keepAsked } from './asked';
import { isFresh, requireFresh, takeAsked } from './fresh';

const MINUTE = 60_000;
const ago = (ms: number) => new Date(Date.now() - ms);
const ada = actorOf(await signUp());
const tired: Actor = { ...ada, signedInAt: ago(11 * MINUTE) };

/** A request of this actor, past the guard. */
function asked(path: string, by: Actor, work: RequestHandler, jar = new CookieJar(), method = 'GET') {
  const request = new Request(`http://127.0.0.1${path}`, { method, headers: { cookie: jar.header } });
  return throughQwik(request, (event) => setActor(event, by), work).then((response) => jar.take(response));
}

/** What a page of this actor is given back. */
async function given(by: Actor, jar: CookieJar): Promise<Asked | null> {
  const found: (Asked | null)[] = [];
  await asked('/account/email', by, (event) => void found.push(takeAsked(event)), jar);
  return found[0] ?? null;
}

test('a sign-in is fresh for ten minutes', () => {
  const now = new Date();
  const signedIn = (ms: number) => isFresh({ signedInAt: new Date(now.getTime() - ms) }, now);
  expect([signedIn(0), signedIn(10 * MINUTE - 1), signedIn(10 * MINUTE)]).toEqual([true, true, false]);
});

test('whoever has just signed in goes on', async () => {
  const response = await asked('/account/email', ada, (event) => void requireFresh(event));
  expect(response.status).toBe(200);
});

test('anybody else confirms who they are first, and comes back to the page', async () => {
  const work: RequestHandler = (event) => void requireFresh(event);
  const opened = await asked('/account/email?tab=new', tired, work);
  expect([opened.status, opened.headers.get('Location')]).toEqual([
    303,
    `/account/confirm?next=${encodeURIComponent('/account/email?tab=new')}`,
  ]);
  expect(opened.headers.getSetCookie()).toEqual([]);
  const posted = await asked('/account/email?qaction=abc', tired, work, new CookieJar(), 'POST');
  expect(posted.headers.get('Location')).toBe('/account/confirm?next=%2Faccount%2Femail');
});

test('what a refused form held is given back once, to its user, after they have confirmed', async () => {
  const jar = new CookieJar();
  const work: RequestHandler = (event) => void requireFresh(event, { email: 'ñandú@example.test' });
  const refused = await asked('/account/email', tired, work, jar, 'POST');
  expect(refused.headers.getSetCookie()[0]).toMatch(
    /^alcazar-asked=[\w-]+; Max-Age=900; HttpOnly; Path=\/account\/email; SameSite=Lax$/,
  );
  expect(await given(tired, jar)).toBeNull();
  expect(await given(ada, jar)).toEqual({ email: 'ñandú@example.test' });
  expect(await given(ada, jar)).toBeNull();
});

test('another user of the same browser is given nothing of it', async () => {
  const jar = new CookieJar();
  await asked('/account/email', tired, (event) => keepAsked(event, ada, { email: 'a@x.test' }), jar);
  const bob = actorOf(await signUp());
  expect(await given(bob, jar)).toBeNull();
  expect(jar.names).toEqual([]);
});

test('what fits in no cookie is typed again, and what somebody has put there fills in nothing', async () => {
  const jar = new CookieJar();
  await asked('/account/email', tired, (event) => keepAsked(event, ada, { email: 'a'.repeat(4000) }), jar);
  expect(await given(ada, jar)).toEqual({});
  for (const value of ['x', 'bnVsbA', Buffer.from('{"by":1}').toString('base64url')]) {
    jar.set('alcazar-asked', value);
    expect(await given(ada, jar)).toBeNull();
  }
});
