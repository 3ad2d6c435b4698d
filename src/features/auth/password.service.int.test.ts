import { afterAll, afterEach, expect, test } from 'vitest';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import { actorOf, aVisit } from '~/lib/testing/actors';
import { startAuthFront } from '~/lib/testing/auth-front';

const front = startAuthFront();
const { checkSession } = await import('~/lib/supabase/session');
const { mailsQueuedFor } = await import('~/lib/testing/mail');
const { linkTo } = await import('~/lib/testing/mailbox');
const { owner } = await import('~/lib/testing/owner');
const users = await import('~/lib/testing/users');
const { Visitor } = await import('~/lib/testing/visitor');
const AuthService = await import('./auth.service');
const PasswordService = await import('./password.service');

type Browser = InstanceType<typeof Visitor>;
type User = Awaited<ReturnType<typeof users.signUp>>;

afterEach(() => {
  front.answer = null;
});
afterAll(() => Promise.all([front.stop(), owner.end()]));

const NEW = 'louder-harbour-42';

async function signedIn(user?: User) {
  const person = user ?? (await users.signUp({ fullName: 'Ada Byron' }));
  const browser = new Visitor();
  await browser.enter((door) => AuthService.signIn(door, person));
  return { user: person, browser };
}

/** A browser in which the user has followed the link of a mail. */
async function recovering(user: User): Promise<Browser> {
  await PasswordService.requestPasswordReset(user, aVisit());
  const link = await linkTo(user.email);
  const browser = new Visitor();
  await browser.enter((door) => AuthService.confirmEmail(door, link));
  return browser;
}

const reset = (browser: Browser, password: string) =>
  browser.enter((door) => PasswordService.resetPassword(door, { password }));

/** As the form does it: the actor is whoever the browser's session says, and a refusal is an answer with cookies like any other. */
const change = (
  browser: Browser,
  user: User,
  given: { currentPassword?: string; newPassword?: string } = {},
) =>
  browser.enter(async (door) => {
    const { claims } = await sessionOf(browser);
    const profile = await AuthService.getProfile(user.id);
    const input = { currentPassword: user.password, newPassword: NEW, ...given };
    const actor = actorOf(user, { claims, profile });
    return PasswordService.changePassword(door, actor, input).catch(refusalIn);
  });

/** A bug rises. */
function refusalIn(error: unknown): unknown {
  if (error instanceof AppError) return error;
  throw error;
}

async function sessionOf(browser: Browser) {
  const session = await browser.visit(checkSession);
  if (session.state !== 'valid') throw new Error(`the session is ${session.state}`);
  return session;
}

async function endOf(sessionId: string): Promise<string | undefined> {
  const [row] = await owner`select revoked_reason from public.user_sessions where id = ${sessionId}`;
  return row?.revoked_reason;
}

/** What the trail says of the user's password, in the order of time. */
async function trailOf(userId: string): Promise<string[]> {
  const rows = await owner`
    select concat_ws(' ', kind, outcome, details ->> 'reason') as line from public.security_events
    where user_id = ${userId} and kind::text like 'password%' order by occurred_at`;
  return rows.map(({ line }) => line);
}

/** What the user is told by mail, but for where they signed in from. */
async function noticesTo({ email }: User): Promise<string[]> {
  const subjects = (await mailsQueuedFor(email)).map(({ subject }) => subject);
  return subjects.filter((subject) => subject !== m.security_notice_new_device({}, { locale: 'en' }));
}

const opens = async ({ email }: User, password: string): Promise<boolean> =>
  (await users.apiOf().auth.signInWithPassword({ email, password })).error === null;

test('a recovery link opens the way to a new password; the old one and every other session end', async () => {
  const { user, browser: elsewhere } = await signedIn();
  await owner`update public.profiles set password_must_change = true, password_must_reset = true where id = ${user.id}`;
  const browser = await recovering(user);
  await reset(browser, NEW);

  expect(await browser.visit(checkSession)).toMatchObject({ state: 'valid' });
  expect(await elsewhere.visit(checkSession)).toMatchObject({ state: 'ended' });
  expect([await opens(user, user.password), await opens(user, NEW)]).toEqual([false, true]);
  expect(await AuthService.getProfile(user.id)).toMatchObject({
    passwordMustChange: false,
    passwordMustReset: false,
  });
  expect(await trailOf(user.id)).toEqual(['password_reset_requested succeeded', 'password_reset succeeded']);
  expect(await noticesTo(user)).toEqual([m.security_notice_password_reset({}, { locale: 'en' })]);
});

test('asking for a link tells nothing, however often, and leaves a trace with those who have an account', async () => {
  const user = await users.signUp();
  const nobody = `person-${crypto.randomUUID()}@example.test`;
  for (const email of [user.email, user.email, nobody]) {
    await expect(PasswordService.requestPasswordReset({ email }, aVisit())).resolves.toBeUndefined();
  }
  expect(await trailOf(user.id)).toEqual([
    'password_reset_requested succeeded',
    'password_reset_requested succeeded',
  ]);
});

test('a mail too soon after the last one is not sent, and nobody is told', async () => {
  const user = await users.signUp();
  const refused = { error_code: 'over_email_send_rate_limit', msg: 'only after 59 seconds' };
  front.answer = () => Response.json(refused, { status: 429 });
  await expect(PasswordService.requestPasswordReset(user, aVisit())).resolves.toBeUndefined();
  expect(await trailOf(user.id)).toEqual([]);
});

test.each([
  ['one that is tried first', 'Football2024!'],
  ['the owner’s own name', 'Ada.Byron.1815'],
  ['one that stands already', 'quiet-harbour-41'],
])('a reset refuses %s at its field, and nothing has changed', async (_, password) => {
  const { user, browser: elsewhere } = await signedIn();
  const browser = await recovering(user);
  await expect(reset(browser, password)).rejects.toMatchObject({ code: 'invalid', field: 'password' });
  expect(await opens(user, user.password)).toBe(true);
  expect(await elsewhere.visit(checkSession)).toMatchObject({ state: 'valid' });
  await reset(browser, NEW);
});

test('without a session there is nothing to reset', async () => {
  await expect(reset(new Visitor(), NEW)).rejects.toMatchObject({ code: 'unauthorized' });
});

test('whoever knows the password changes it; a fresh session stays here and every other one ends', async () => {
  const { user, browser } = await signedIn();
  const { browser: elsewhere } = await signedIn(user);
  await owner`update public.profiles set password_must_change = true where id = ${user.id}`;
  const [before, other] = [await sessionOf(browser), await sessionOf(elsewhere)];
  expect(await change(browser, user)).toBeUndefined();

  const after = await sessionOf(browser);
  expect(after.claims.session_id).not.toBe(before.claims.session_id);
  expect(await endOf(before.claims.session_id)).toBe('replaced');
  expect(await endOf(other.claims.session_id)).toBe('password_changed');
  expect(await elsewhere.visit(checkSession)).toMatchObject({ state: 'ended' });
  expect([await opens(user, user.password), await opens(user, NEW)]).toEqual([false, true]);
  expect(await AuthService.getProfile(user.id)).toMatchObject({ passwordMustChange: false });
  expect(await trailOf(user.id)).toEqual(['password_changed succeeded']);
  expect(await noticesTo(user)).toEqual([m.security_notice_password_changed({}, { locale: 'en' })]);
});

test('a wrong current password is said at its field, and changes nothing', async () => {
  const { user, browser } = await signedIn();
  const { browser: elsewhere } = await signedIn(user);
  const before = browser.jar.header;
  const wrong = await change(browser, user, { currentPassword: 'not-my-password' });
  expect(wrong).toMatchObject({ code: 'invalid', field: 'currentPassword' });

  expect(browser.jar.header).toBe(before);
  expect(await browser.visit(checkSession)).toMatchObject({ state: 'valid' });
  expect(await elsewhere.visit(checkSession)).toMatchObject({ state: 'valid' });
  expect(await opens(user, user.password)).toBe(true);
  expect(await trailOf(user.id)).toEqual(['password_changed refused wrong_password']);
  expect(await noticesTo(user)).toEqual([]);
});

test('whether a password was one of the last is told to nobody who does not know the one that stands', async () => {
  const { user, browser } = await signedIn();
  const guess = { currentPassword: 'not-my-password', newPassword: user.password };
  expect(await change(browser, user, guess)).toMatchObject({ field: 'currentPassword' });
});

test('a password that comes again is refused at its field; whoever asked stays signed in, and so do the others', async () => {
  const { user, browser } = await signedIn();
  expect(await change(browser, user)).toBeUndefined();
  const { browser: elsewhere } = await signedIn({ ...user, password: NEW });
  const back = await change(browser, user, { currentPassword: NEW, newPassword: user.password });
  expect(back).toMatchObject({ code: 'invalid', field: 'newPassword' });

  expect(await browser.visit(checkSession)).toMatchObject({ state: 'valid' });
  expect(await elsewhere.visit(checkSession)).toMatchObject({ state: 'valid' });
  expect(await opens(user, NEW)).toBe(true);
});

test.each([['trustno1'], ['byron-1815'], ['abababababab'], ['Alcázar2026']])(
  'a change to %s is refused before anything is looked at',
  async (newPassword) => {
    const { user, browser } = await signedIn();
    front.asked.length = 0;
    const guessable = change(browser, user, { newPassword });
    expect(await guessable).toMatchObject({ code: 'invalid', field: 'newPassword' });
    expect(front.asked.filter((call) => call.includes('grant_type'))).toEqual([]);
  },
);

test('guessing the current password comes to an end, and the right one is no exception', async () => {
  const { user, browser } = await signedIn();
  for (let tries = 0; tries < 5; tries++) {
    const wrong = await change(browser, user, { currentPassword: `guess-number-${tries}` });
    expect(wrong).toMatchObject({ field: 'currentPassword' });
  }
  expect(await change(browser, user)).toMatchObject({ code: 'rate_limited' });
  expect(await opens(user, user.password)).toBe(true);
});

test('what the auth server has against a password stands at its field, and the old one goes on', async () => {
  const { user, browser } = await signedIn();
  front.answer = (request) =>
    request.method === 'PUT'
      ? Response.json({ error_code: 'weak_password', msg: 'known from leaks' }, { status: 422 })
      : null;
  expect(await change(browser, user)).toMatchObject({ code: 'invalid', field: 'newPassword' });
  expect(await opens(user, user.password)).toBe(true);
});

test('when only the last step fails, the new password stands, and its owner is told so', async () => {
  const { user, browser } = await signedIn();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const { promise: locked, resolve: onLocked } = Promise.withResolvers<void>();
  // The database gives up on a locked row after five seconds.
  const holding = owner.begin(async (tx) => {
    await tx`select from public.profiles where id = ${user.id} for update`;
    onLocked();
    await released;
  });
  await locked;
  expect(await change(browser, user)).toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('new password is set'),
  });
  release();
  await holding;
  expect(await opens(user, NEW)).toBe(true);
  expect(await browser.visit(checkSession)).toMatchObject({ state: 'valid' });
});

test('with the auth server away every verb says so at once, in one way', async () => {
  const { user, browser } = await signedIn();
  front.answer = () => new Response('<h1>Bad gateway</h1>', { status: 502 });
  const away = { name: 'AppError', code: 'unavailable', retryAfterSeconds: 5 };
  await expect(PasswordService.requestPasswordReset(user, aVisit())).rejects.toMatchObject(away);
  await expect(reset(browser, NEW)).rejects.toMatchObject(away);
  await expect(
    browser.enter((door) =>
      PasswordService.changePassword(door, actorOf(user), {
        currentPassword: user.password,
        newPassword: NEW,
      }),
    ),
  ).rejects.toMatchObject(away);
});
