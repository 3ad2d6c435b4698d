import type { RequestHandler } from '@builder.io/qwik-city';
import { afterAll, expect, test } from 'vitest';
import { checkSession } from '~/lib/supabase/session';
import { aVisit } from '~/lib/testing/actors';
import { codeIn, countMails } from '~/lib/testing/mailbox';
import { owner } from '~/lib/testing/owner';
import { throughQwik } from '~/lib/testing/through-qwik';
import { signUp, type TestUser } from '~/lib/testing/users';
import { Visitor } from '~/lib/testing/visitor';
import * as AuthService from './auth.service';
import { guardSession } from './guard';
import { openSession } from './open-session';
import * as PasswordService from './password.service';
import { guardReset } from './recovery';
import * as SignInCodeService from './sign-in-code.service';

afterAll(() => owner.end());

const signIn = (browser: Visitor, user: Pick<TestUser, 'email' | 'password'>) =>
  browser.enter((door) => AuthService.signIn(door, user));

/** The id of the session this browser holds. */
async function sessionOf(browser: Visitor): Promise<string> {
  const session = await browser.visit(checkSession);
  if (session.state !== 'valid') throw new Error(`the session is ${session.state}`);
  return session.claims.session_id;
}

async function endOf(sessionId: string): Promise<string | undefined> {
  const [row] = await owner`select revoked_reason from public.user_sessions where id = ${sessionId}`;
  return row?.revoked_reason;
}

test('signing in again ends the session that the browser had, the same user’s and another’s alike', async () => {
  const [ada, bob] = await Promise.all([signUp(), signUp()]);
  const [browser, elsewhere] = [new Visitor(), new Visitor()];
  await signIn(browser, ada);
  await signIn(elsewhere, ada);
  const first = await sessionOf(browser);
  await signIn(browser, ada);
  const second = await sessionOf(browser);
  expect(await endOf(first)).toBe('replaced');
  await signIn(browser, bob);
  expect(await endOf(second)).toBe('replaced');
  expect(await browser.visit(checkSession)).toMatchObject({ state: 'valid', user: { id: bob.id } });
  expect(await elsewhere.visit(checkSession)).toMatchObject({ state: 'valid' });
});

test('a refused sign-in leaves the open session as it is', async () => {
  const ada = await signUp();
  const browser = new Visitor();
  await signIn(browser, ada);
  const before = await sessionOf(browser);
  const refused = signIn(browser, { ...ada, password: 'not the password' });
  await expect(refused).rejects.toMatchObject({ code: 'unauthorized' });
  expect(await sessionOf(browser)).toBe(before);
});

test('who came in, how and from where is written down', async () => {
  const ada = await signUp();
  const browser = new Visitor();
  await signIn(browser, ada);
  const events = await owner`
    select kind, outcome, session_id, host(address) as address, details from public.security_events
    where user_id = ${ada.id}`;
  expect(events).toEqual([
    {
      kind: 'sign_in',
      outcome: 'succeeded',
      session_id: await sessionOf(browser),
      address: '192.0.2.7',
      details: { method: 'password' },
    },
  ]);
});

test('where a password has to be replaced first, a code from the mailbox leads to the page for it, and opens that alone', async () => {
  const ada = await signUp();
  await owner`update public.profiles set password_must_reset = true where id = ${ada.id}`;
  const browser = new Visitor();
  await SignInCodeService.requestCode(ada, aVisit());
  const code = await codeIn(ada.email);
  await browser.enter((door) => SignInCodeService.signInWithCode(door, { email: ada.email, code }));
  const open = async (path: string, guard: RequestHandler) => {
    const request = new Request(`http://127.0.0.1${path}`, { headers: { cookie: browser.jar.header } });
    const response = await throughQwik(request, guard);
    return response.headers.get('Location') ?? 'opens';
  };
  expect(await open('/dashboard', guardSession)).toBe('/reset-password');
  expect(await open('/reset-password', guardReset)).toBe('opens');
  expect(await countMails(ada.email)).toBe(1); // the code
  await browser.enter((door) => PasswordService.resetPassword(door, { password: 'windy-lantern-58' }));
  expect(await open('/dashboard', guardSession)).toBe('opens');
});

test('nobody is in where it can not be written down', async () => {
  const ada = await signUp();
  await owner`delete from auth.sessions where user_id = ${ada.id}`;
  const visit = aVisit({ userAgent: 'x'.repeat(501) });
  const entered = new Visitor().enter((door) =>
    openSession({ ...door, visit }, { kind: 'sign_in', method: 'password' }, async () => {
      const { data } = await door.client.auth.signInWithPassword(ada);
      return data.session;
    }),
  );
  await expect(entered).rejects.toMatchObject({
    cause: { constraint_name: 'security_events_user_agent_short' },
  });
  expect(await owner`select from auth.sessions where user_id = ${ada.id}`).toHaveLength(0);
});
