import { afterAll, expect, test } from 'vitest';
import type { Actor } from '~/lib/request/actor';
import { checkSession } from '~/lib/supabase/session';
import { actorOf, aVisit } from '~/lib/testing/actors';
import { codeIn, countMails } from '~/lib/testing/mailbox';
import { owner } from '~/lib/testing/owner';
import { signUp } from '~/lib/testing/users';
import { Visitor } from '~/lib/testing/visitor';
import * as AuthService from './auth.service';
import * as ReauthenticationService from './reauthentication.service';

afterAll(() => owner.end());

/** Somebody with a browser that has been open for a while. */
async function signedIn() {
  const user = await signUp();
  const browser = new Visitor();
  await browser.enter((door) => AuthService.signIn(door, user));
  const claims = await claimsIn(browser);
  return { user, browser, actor: actorOf(user, { claims }) };
}

async function claimsIn(browser: Visitor) {
  const session = await browser.visit(checkSession);
  if (session.state !== 'valid') throw new Error(`the session is ${session.state}`);
  return session.claims;
}

const byPassword = (browser: Visitor, actor: Actor, password: string) =>
  browser.enter((door) => ReauthenticationService.confirmByPassword(door, actor, { password }));
const byCode = (browser: Visitor, actor: Actor, code: string) =>
  browser.enter((door) => ReauthenticationService.confirmByCode(door, actor, { code }));

const trailOf = (id: string) => owner`
  select kind, outcome, details from public.security_events
  where user_id = ${id} and kind = 'reauthenticated' order by occurred_at`;

test('the right password opens a fresh session in the place of the old one', async () => {
  const { user, browser, actor } = await signedIn();
  await byPassword(browser, actor, user.password);
  const { session_id, sub } = await claimsIn(browser);
  expect(sub).toBe(user.id);
  expect(session_id).not.toBe(actor.claims.session_id);
  const [old] = await owner`select revoked_reason from user_sessions where id = ${actor.claims.session_id}`;
  expect(old?.revoked_reason).toBe('replaced');
  expect(await trailOf(user.id)).toEqual([
    { kind: 'reauthenticated', outcome: 'succeeded', details: { method: 'password' } },
  ]);
});

test('a wrong one is refused in words, leaves the session as it was and is written down', async () => {
  const { user, browser, actor } = await signedIn();
  const refused = byPassword(browser, actor, 'not the password');
  await expect(refused).rejects.toMatchObject({
    code: 'unauthorized',
    message: expect.stringContaining('not your password'),
  });
  expect(await claimsIn(browser)).toEqual(actor.claims);
  const details = { method: 'password', reason: 'wrong_password' };
  expect(await trailOf(user.id)).toEqual([{ kind: 'reauthenticated', outcome: 'refused', details }]);
});

test('after five wrong ones the right one is refused too, for a while', async () => {
  const { user, browser, actor } = await signedIn();
  for (let i = 0; i < 5; i += 1) {
    await expect(byPassword(browser, actor, 'wrong')).rejects.toMatchObject({ code: 'unauthorized' });
  }
  const refused = byPassword(browser, actor, user.password);
  await expect(refused).rejects.toMatchObject({ code: 'rate_limited' });
  expect(await claimsIn(browser)).toEqual(actor.claims);
});

test('a mailed code does the same, once, and only that one', async () => {
  const { user, browser, actor } = await signedIn();
  await ReauthenticationService.mailCode(actor, aVisit());
  const code = await codeIn(user.email);
  const wrong = code === '000000' ? '000001' : '000000';
  await expect(byCode(browser, actor, wrong)).rejects.toMatchObject({ code: 'invalid' });
  await byCode(browser, actor, code);
  expect((await claimsIn(browser)).session_id).not.toBe(actor.claims.session_id);
  await expect(byCode(browser, actor, code)).rejects.toMatchObject({ code: 'invalid' });
});

test('the code of somebody else opens nothing', async () => {
  const { browser, actor } = await signedIn();
  const other = await signedIn();
  await ReauthenticationService.mailCode(other.actor, aVisit());
  const code = await codeIn(other.user.email);
  await expect(byCode(browser, actor, code)).rejects.toMatchObject({ code: 'invalid' });
  expect(await claimsIn(browser)).toEqual(actor.claims);
});

test('nobody becomes another user by confirming, whatever the address has come to mean', async () => {
  const { browser, actor } = await signedIn();
  const other = await signUp();
  const sessions = () => owner`select id from auth.sessions where user_id = ${other.id}`;
  const before = await sessions();
  const moved = { ...actor, email: other.email };
  await expect(byPassword(browser, moved, other.password)).rejects.toMatchObject({ code: 'forbidden' });
  expect(await sessions()).toEqual(before);
});

test('a code is not mailed without end', async () => {
  const { user, actor } = await signedIn();
  const visit = aVisit();
  for (let i = 0; i < 5; i += 1) await ReauthenticationService.mailCode(actor, visit);
  await expect(ReauthenticationService.mailCode(actor, visit)).rejects.toMatchObject({ status: 429 });
  expect(await countMails(user.email)).toBe(5);
});

test('who has set no password is not asked for one', async () => {
  const { user } = await signedIn();
  expect(await ReauthenticationService.hasPassword(user)).toBe(true);
  await owner`delete from public.password_history where user_id = ${user.id}`;
  expect(await ReauthenticationService.hasPassword(user)).toBe(false);
});
