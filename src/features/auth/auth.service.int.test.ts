import { afterAll, afterEach, expect, test } from 'vitest';
import { actorOf, aVisit } from '~/lib/testing/actors';
import { startAuthFront } from '~/lib/testing/auth-front';

const front = startAuthFront();
const { checkSession } = await import('~/lib/supabase/session');
const { findLinkTo, linkTo } = await import('~/lib/testing/mailbox');
const { owner } = await import('~/lib/testing/owner');
const users = await import('~/lib/testing/users');
const { Visitor } = await import('~/lib/testing/visitor');
const AuthService = await import('./auth.service');

afterEach(() => {
  front.answer = null;
});
afterAll(() => Promise.all([front.stop(), owner.end()]));

const visitor = () => new Visitor();

const newEmail = () => `person-${crypto.randomUUID()}@example.test`;
const PASSWORD = 'quiet-harbour-41';

/** Why the user's sessions ended. */
async function endsOf(userId: string): Promise<string[]> {
  const rows = await owner`
    select revoked_reason from public.user_sessions where user_id = ${userId} and revoked_at is not null`;
  return rows.map(({ revoked_reason }) => revoked_reason);
}

async function signedUp() {
  const email = newEmail();
  await AuthService.signUp({ email, password: PASSWORD, fullName: 'Ana Núñez' }, aVisit());
  return { email, link: await linkTo(email) };
}

async function signedIn() {
  const user = await users.signUp();
  const browser = visitor();
  await browser.enter((door) => AuthService.signIn(door, user));
  return { user, browser };
}

test('signing up mails a link; the link opens a session and a profile with the name', async () => {
  const { email, link } = await signedUp();
  const browser = visitor();
  const claims = await browser.enter((door) => AuthService.confirmEmail(door, link));
  const session = await browser.visit(checkSession);
  expect(session).toMatchObject({ state: 'valid', user: { email }, claims });
  if (session.state !== 'valid') throw new Error('unreachable');
  expect(await AuthService.getProfile(session.user.id)).toMatchObject({
    email,
    fullName: 'Ana Núñez',
    role: 'user',
  });
});

test('a link works once', async () => {
  const { link } = await signedUp();
  await visitor().enter((door) => AuthService.confirmEmail(door, link));
  const again = visitor().enter((door) => AuthService.confirmEmail(door, link));
  await expect(again).rejects.toMatchObject({ code: 'invalid' });
});

test.each([['signup'], ['recovery'], ['magiclink']] as const)('a made-up %s link is over', async (type) => {
  const made = visitor().enter((door) => AuthService.confirmEmail(door, { token_hash: 'made-up', type }));
  await expect(made).rejects.toMatchObject({ code: 'invalid' });
});

test('an expired link is over', async () => {
  const { email, link } = await signedUp();
  await owner`update auth.users set confirmation_sent_at = now() - interval '2 hours' where email = ${email}`;
  const late = visitor().enter((door) => AuthService.confirmEmail(door, link));
  await expect(late).rejects.toMatchObject({ code: 'invalid' });
});

test('signing up with an address that has an account looks the same and touches nothing', async () => {
  const user = await users.signUp();
  const again = { email: user.email, password: 'another-password', fullName: 'Mallory' };
  expect(await AuthService.signUp(again, aVisit())).toBe(
    await AuthService.signUp({ ...again, email: newEmail() }, aVisit()),
  );
  expect(await findLinkTo(user.email)).toBeNull();
  expect(await AuthService.getProfile(user.id)).toMatchObject({ fullName: 'Test User' });
  await expect(visitor().enter((door) => AuthService.signIn(door, again))).rejects.toMatchObject({
    status: 401,
  });
});

test.each(['password1', 'Ana-Nunez-1990', '12341234'])(
  'an account can not be opened with a password that is easy to guess: %s',
  async (password) => {
    const email = newEmail();
    const easy = AuthService.signUp({ email, password, fullName: 'Ana Núñez' }, aVisit());
    await expect(easy).rejects.toMatchObject({ code: 'invalid', field: 'password' });
    expect(await findLinkTo(email)).toBeNull();
  },
);

test('a mail too soon after the last one is not sent, and nobody is told', async () => {
  const email = newEmail();
  const refused = {
    error_code: 'over_email_send_rate_limit',
    msg: 'you can only request this after 59 seconds',
  };
  front.answer = () => Response.json(refused, { status: 429 });
  await expect(
    AuthService.signUp({ email, password: PASSWORD, fullName: 'Ana' }, aVisit()),
  ).resolves.toBeUndefined();
  await expect(AuthService.resendConfirmation({ email }, aVisit())).resolves.toBeUndefined();
});

test('too many calls from here is told to everybody alike', async () => {
  front.answer = () => Response.json({ error_code: 'over_request_rate_limit', msg: '' }, { status: 429 });
  const refusal = { code: 'rate_limited', retryAfterSeconds: 60 };
  await expect(AuthService.resendConfirmation({ email: newEmail() }, aVisit())).rejects.toMatchObject(
    refusal,
  );
});

test('an auth server that opens accounts without a mail is a fault of ours', async () => {
  front.answer = () =>
    Response.json({
      access_token: 'a',
      refresh_token: 'r',
      expires_in: 3600,
      token_type: 'bearer',
      user: { id: 'u' },
    });
  const open = AuthService.signUp({ email: newEmail(), password: PASSWORD, fullName: 'Ana' }, aVisit());
  await expect(open).rejects.toThrow('enable_confirmations');
});

test('a wrong password and an unknown address are one answer', async () => {
  const user = await users.signUp();
  const attempts = [user.email, newEmail()].map((email) =>
    visitor()
      .enter((door) => AuthService.signIn(door, { email, password: 'not the password' }))
      .catch((error) => [error.name, error.code, error.message]),
  );
  const [wrong, unknown] = await Promise.all(attempts);
  expect(wrong).toEqual(['AppError', 'unauthorized', expect.any(String)]);
  expect(unknown).toEqual(wrong);
});

test('that an address is not confirmed is told to whoever knows the password, and to nobody else', async () => {
  const { email } = await signedUp();
  const signIn = (password: string) =>
    visitor().enter((door) => AuthService.signIn(door, { email, password }));
  expect(await signIn(PASSWORD)).toBe('unconfirmed');
  await expect(signIn('not the password')).rejects.toMatchObject({ code: 'unauthorized' });
});

test('the confirmation mail can be asked for again, and asking tells nothing', async () => {
  const { email, link } = await signedUp();
  await owner`update auth.users set confirmation_sent_at = now() - interval '2 minutes' where email = ${email}`;
  await AuthService.resendConfirmation({ email }, aVisit());
  const second = await linkTo(email);
  expect(second).not.toEqual(link);
  await expect(visitor().enter((door) => AuthService.confirmEmail(door, second))).resolves.toBeTruthy();
  await expect(AuthService.resendConfirmation({ email: newEmail() }, aVisit())).resolves.toBeUndefined();
});

test('signing out ends this session, and twice is no error', async () => {
  const { user, browser } = await signedIn();
  const other = visitor();
  await other.enter((door) => AuthService.signIn(door, user));
  const copy = `alcazar-auth=${browser.jar.get('alcazar-auth')}`;
  await browser.enter(AuthService.signOut);
  expect(browser.jar.names).not.toContain('alcazar-auth');
  await browser.enter(AuthService.signOut);

  const thief = visitor();
  thief.jar.take(new Response(null, { headers: { 'set-cookie': copy } }));
  expect(await thief.visit(checkSession)).toMatchObject({ state: 'ended', reason: 'session_not_found' });
  expect(await endsOf(user.id)).toEqual(['signed_out']);
  expect(await other.visit(checkSession)).toMatchObject({ state: 'valid' });
});

test('a profile is changed by its owner alone, and only its name', async () => {
  const { user, browser } = await signedIn();
  const { user: other } = await signedIn();
  const update = (id: string) =>
    browser.visit(async (client) => {
      const session = await checkSession(client);
      if (session.state !== 'valid') throw new Error('unreachable');
      const actor = actorOf(user, { id, claims: session.claims });
      await AuthService.updateProfile(client, actor, { fullName: 'Ana "la Brava" O\'Brien' });
    });
  await update(user.id);
  expect(await AuthService.getProfile(user.id)).toMatchObject({ fullName: 'Ana "la Brava" O\'Brien' });

  await expect(update(other.id)).rejects.toMatchObject({ code: 'not_found' });
  expect(await AuthService.getProfile(other.id)).toMatchObject({ fullName: 'Test User' });

  const promote = (values: { role: 'admin' } | { email: string }) =>
    browser.visit(
      async (client) => (await client.from('profiles').update(values).eq('id', user.id)).error?.code,
    );
  expect(await promote({ role: 'admin' })).toBe('42501');
  expect(await promote({ email: 'other@example.test' })).toBe('42501');
  expect(await AuthService.getProfile(user.id)).toMatchObject({ role: 'user', email: user.email });
});

test('somebody without a profile has none', async () => {
  expect(await AuthService.getProfile(crypto.randomUUID())).toBeNull();
  const user = await users.signUp();
  await owner`delete from public.profiles where id = ${user.id}`;
  expect(await AuthService.getProfile(user.id)).toBeNull();
});

test('with the auth server away every verb says so at once, in one way', async () => {
  const { user, browser } = await signedIn();
  front.answer = () => new Response('<h1>Bad gateway</h1>', { status: 502 });
  const verbs: (() => Promise<unknown>)[] = [
    () => AuthService.signUp({ ...user, email: newEmail() }, aVisit()),
    () => AuthService.resendConfirmation(user, aVisit()),
    () => visitor().enter((door) => AuthService.signIn(door, user)),
    () => visitor().enter((door) => AuthService.confirmEmail(door, { token_hash: 'x', type: 'signup' })),
    () =>
      browser.visit(async (client) => {
        await client.from('profiles').select('id').throwOnError();
      }),
    () => browser.enter(AuthService.signOut),
  ];
  for (const verb of verbs) {
    front.asked.length = 0;
    await expect(verb()).rejects.toMatchObject({
      name: 'AppError',
      code: 'unavailable',
      retryAfterSeconds: 5,
    });
    expect(front.asked).toHaveLength(1);
  }
});
