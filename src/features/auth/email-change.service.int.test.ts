import { afterAll, expect, test } from 'vitest';
import { liftLimits } from '~/features/security/lift-limits';
import * as ReportsService from '~/features/security/reports.service';
import * as SessionsService from '~/features/sessions/sessions.service';
import type { Actor } from '~/lib/request/actor';
import { checkSession } from '~/lib/supabase/session';
import { actorOf, aVisit } from '~/lib/testing/actors';
import { mailsQueuedFor } from '~/lib/testing/mail';
import { countMails, emailChangeLinkTo } from '~/lib/testing/mailbox';
import { owner } from '~/lib/testing/owner';
import { addUser, signUp } from '~/lib/testing/users';
import { Visitor } from '~/lib/testing/visitor';
import * as AuthService from './auth.service';
import * as EmailChangeService from './email-change.service';
import * as EmailChangeLinkService from './email-change-link.service';
import { EVEN_TIME_MS } from './even-time';
import * as PasswordService from './password.service';

afterAll(() => owner.end());

const newEmail = () => `new-${crypto.randomUUID()}@example.test`;
const OVER = { code: 'invalid', message: expect.stringContaining('It has been used') };

/** Somebody in a browser of theirs. */
async function signedIn() {
  const user = await signUp();
  const browser = new Visitor();
  await browser.enter((door) => AuthService.signIn(door, user));
  const session = await browser.visit(checkSession);
  if (session.state !== 'valid') throw new Error(`the session is ${session.state}`);
  return { user, browser, actor: actorOf(user, { claims: session.claims }) };
}

const ask = (browser: Visitor, actor: Actor, email: string) =>
  browser.enter((door) => EmailChangeService.requestEmailChange(door, actor, { email }));

/** The minute between two mails is over. */
const askAgain = async (browser: Visitor, actor: Actor, email: string) => {
  await liftLimits(actor.id);
  await ask(browser, actor, email);
};

/** Follows the link of the newest mail to this address. */
const confirmAt = async (email: string) =>
  EmailChangeLinkService.confirmEmailChange(await emailChangeLinkTo(email), aVisit());

/** Somebody who has asked for another address. */
async function asking() {
  const somebody = await signedIn();
  const next = newEmail();
  await ask(somebody.browser, somebody.actor, next);
  return { ...somebody, next };
}

async function addressesOf(id: string) {
  const [row] = await owner`
    select users.email, profiles.email as profile from auth.users join public.profiles using (id) where id = ${id}`;
  return row;
}

async function trailOf(id: string): Promise<string[]> {
  const rows = await owner`
    select kind from public.security_events where user_id = ${id} and kind <> 'sign_in' order by occurred_at, kind::text`;
  return rows.map(({ kind }) => kind);
}

test('one confirmation changes nothing and says whose is missing, both move the account', async () => {
  const { user, actor, next } = await asking();
  expect(await confirmAt(user.email)).toEqual({ state: 'half', missing: next });
  expect(await addressesOf(user.id)).toEqual({ email: user.email, profile: user.email });
  expect(await EmailChangeService.findEmailChange(actor)).toMatchObject({
    newEmail: next,
    confirmed: 'current',
  });
  expect(await confirmAt(next)).toEqual({ state: 'changed', email: next });
  expect(await addressesOf(user.id)).toEqual({ email: next, profile: next });
  expect(await EmailChangeService.findEmailChange(actor)).toBeNull();
  const enter = (email: string) =>
    new Visitor().enter((door) => AuthService.signIn(door, { ...user, email }));
  await expect(enter(user.email)).rejects.toMatchObject({ code: 'unauthorized' });
  expect(await enter(next)).toBe('signed_in');
});

test('the order of the two is nobody’s business', async () => {
  const { user, next } = await asking();
  expect(await confirmAt(next)).toEqual({ state: 'half', missing: user.email });
  expect(await confirmAt(user.email)).toEqual({ state: 'changed', email: next });
});

test('both addresses are told, in the trail and by mail, of the wish and of its end', async () => {
  const { user, next } = await asking();
  expect((await mailsQueuedFor(user.email)).map(({ subject }) => subject)).toEqual([
    'A new e-mail address was asked for',
  ]);
  await confirmAt(user.email);
  await confirmAt(next);
  const [told] = await mailsQueuedFor(user.email);
  expect(told?.subject).toBe('The e-mail address of your account was changed');
  expect(told?.text).toContain('/auth/not-me?token=');
  expect(await trailOf(user.id)).toEqual(['email_change_requested', 'email_changed', 'other_sessions_ended']);
});

test('whoever follows the links is not signed in by it, and only the device that asked stays in', async () => {
  const { user, actor, browser, next } = await asking();
  const elsewhere = new Visitor();
  await elsewhere.enter((door) => AuthService.signIn(door, user));
  await confirmAt(user.email);
  await confirmAt(next);
  const open = await SessionsService.listSessions(actor);
  expect(open.map(({ id }) => id)).toEqual([actor.claims.session_id]);
  expect(await browser.visit(checkSession)).toMatchObject({ state: 'valid' });
  expect(await elsewhere.visit(checkSession)).toMatchObject({ state: 'ended' });
  const [ended] = await owner`
    select details from public.security_events where user_id = ${user.id} and kind = 'other_sessions_ended'`;
  // The one of `signUp` and the one elsewhere: none of the link's own.
  expect(ended?.details).toEqual({ reason: 'email_changed', count: 2 });
});

test('an address that somebody has is answered, kept and told of as a free one, and gets no mail', async () => {
  const [ana, bob] = [await signedIn(), await addUser()];
  const free = newEmail();
  const cookies = () => ana.browser.jar.names;
  const before = cookies();
  const seen: unknown[] = [];
  for (const email of [bob.email, free]) {
    const began = Date.now();
    await askAgain(ana.browser, ana.actor, email);
    expect(Date.now() - began).toBeGreaterThanOrEqual(EVEN_TIME_MS - 5); // timers may be early by a little
    const { newEmail: asked, confirmed } = (await EmailChangeService.findEmailChange(ana.actor)) ?? {};
    const { length } = await mailsQueuedFor(ana.user.email);
    seen.push({ isKept: asked === email, confirmed, cookies: cookies(), length });
  }
  expect(seen).toEqual([1, 2].map((length) => ({ isKept: true, confirmed: null, cookies: before, length })));
  expect([await countMails(bob.email), await countMails(free)]).toEqual([0, 1]);
});

test('one’s own address is refused at the field, before anything is counted', async () => {
  const { user, browser, actor } = await signedIn();
  const same = ask(browser, actor, user.email);
  await expect(same).rejects.toMatchObject({ code: 'invalid', field: 'email' });
  await ask(browser, actor, newEmail());
});

test('mails are asked for once a minute, for known and unknown addresses alike', async () => {
  const { browser, actor } = await asking();
  const [{ email }, free] = [await addUser(), newEmail()];
  for (const address of [email, free]) {
    await expect(ask(browser, actor, address)).rejects.toMatchObject({
      status: 429,
      message: expect.stringMatching(/Try again in (60|5\d) seconds|1 minute/),
    });
  }
});

test('a link works once, and none after another address was asked for', async () => {
  const { user, browser, actor, next } = await asking();
  const [first, second] = [await emailChangeLinkTo(user.email), await emailChangeLinkTo(next)];
  await EmailChangeLinkService.confirmEmailChange(first, aVisit());
  const other = newEmail();
  await askAgain(browser, actor, other);
  for (const link of [first, second, { token_hash: 'made-up' }]) {
    await expect(EmailChangeLinkService.findEmailChangeLink(link, aVisit())).rejects.toMatchObject(OVER);
    await expect(EmailChangeLinkService.confirmEmailChange(link, aVisit())).rejects.toMatchObject(OVER);
  }
  expect(await confirmAt(other)).toEqual({ state: 'half', missing: user.email });
});

test('after an hour they are over', async () => {
  const { user, actor } = await asking();
  const link = await emailChangeLinkTo(user.email);
  const later = aVisit({ now: new Date(Date.now() + 61 * 60_000) });
  await expect(EmailChangeLinkService.confirmEmailChange(link, later)).rejects.toMatchObject(OVER);
  expect(await EmailChangeService.findEmailChange(actor, later.now)).toBeNull();
});

test('looking at a link uses nothing up, and says from where to where', async () => {
  const { user, next } = await asking();
  const link = await emailChangeLinkTo(next);
  const shown = { email: user.email, newEmail: next, side: 'new' };
  for (let i = 0; i < 2; i += 1) {
    expect(await EmailChangeLinkService.findEmailChangeLink(link, aVisit())).toMatchObject(shown);
  }
  expect(await confirmAt(next)).toMatchObject({ state: 'half' });
});

test('an address that somebody has taken meanwhile moves nothing', async () => {
  const { user, next } = await asking();
  await confirmAt(user.email);
  const link = await emailChangeLinkTo(next);
  await addUser({ email: next });
  await expect(EmailChangeLinkService.confirmEmailChange(link, aVisit())).rejects.toMatchObject(OVER);
});

test('whoever says that it was not them ends it, and so does a new password', async () => {
  const [ana, bob] = [await asking(), await asking()];
  const [mail] = await mailsQueuedFor(ana.user.email);
  const [, token] = /not-me\?token=([\w-]+)/.exec(mail?.text ?? '') ?? [];
  await ReportsService.reportNotMe(token, aVisit());
  const passwords = { currentPassword: bob.user.password, newPassword: 'windy-lantern-58' };
  await bob.browser.enter((door) => PasswordService.changePassword(door, bob.actor, passwords));
  for (const { user, next } of [ana, bob]) {
    for (const address of [user.email, next]) await expect(confirmAt(address)).rejects.toMatchObject(OVER);
  }
});

test('a suspended account stays where it is', async () => {
  const { user } = await asking();
  await owner`update public.profiles set suspended_at = now() where id = ${user.id}`;
  await expect(confirmAt(user.email)).rejects.toMatchObject({ code: 'forbidden' });
});

test('what was begun past us, with a token alone, ends nowhere', async () => {
  const { user, next } = await asking();
  await owner`delete from public.email_changes where user_id = ${user.id}`;
  await expect(confirmAt(next)).rejects.toMatchObject(OVER);
});

test('a session that is over asks for nothing', async () => {
  const { user, browser, actor } = await signedIn();
  await owner`delete from auth.sessions where user_id = ${user.id}`;
  await expect(ask(browser, actor, newEmail())).rejects.toMatchObject({ code: 'unauthorized' });
  expect(await EmailChangeService.findEmailChange(actor)).toBeNull();
});
