import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aVisit } from '~/lib/testing/actors';
import { startAuthFront } from '~/lib/testing/auth-front';

const front = startAuthFront();
const { checkSession } = await import('~/lib/supabase/session');
const { owner } = await import('~/lib/testing/owner');
const { signUp } = await import('~/lib/testing/users');
const { Visitor } = await import('~/lib/testing/visitor');
const AuthService = await import('./auth.service');
const PasswordService = await import('./password.service');
const { EVEN_TIME_MS } = await import('./even-time');

type Refusal = { status: number; message: string; retryAfterSeconds?: number };

const WRONG = 'not the password';
const newEmail = () => `person-${crypto.randomUUID()}@example.test`;
const HOME = '192.0.2.1';

beforeEach(() => {
  front.asked.length = 0;
});
afterEach(() => {
  front.answer = null;
});
afterAll(() => Promise.all([front.stop(), owner.end()]));

/** One try in a browser of its own. */
function tryIn(email: string, password: string, address: string | null = HOME): Promise<unknown> {
  const visit = aVisit({ address });
  return new Visitor().enter((door) => AuthService.signIn({ ...door, visit }, { email, password }));
}

/** What a try is refused with. */
const refusal = (...tried: Parameters<typeof tryIn>): Promise<Refusal> =>
  tryIn(...tried).then(
    () => {
      throw new Error('it was let in');
    },
    ({ status, message, retryAfterSeconds }) => ({ status, message, retryAfterSeconds }),
  );

/** As many wrong passwords at once. */
const guess = (count: number, email: string, address?: string) =>
  Promise.all(Array.from({ length: count }, () => refusal(email, WRONG, address)));

const guesses = () => front.asked.filter((call) => call.includes('grant_type=password')).length;

async function eventsOf(userId: string) {
  const rows = await owner`
    select kind, outcome, actor_id, session_id, details from public.security_events
    where user_id = ${userId} order by occurred_at, kind`;
  return [...rows];
}

describe('too many wrong passwords', () => {
  test('are five, also of fifty at once: no more than that reach the auth server', async () => {
    const { email } = await signUp();
    front.asked.length = 0;
    const answers = await guess(50, email);
    expect(guesses()).toBe(5);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(45);
  });

  test('lock the right one out as well, and an address that nobody has: the answer is one', async () => {
    const user = await signUp();
    const nobody = newEmail();
    await Promise.all([guess(5, user.email), guess(5, nobody)]);
    front.asked.length = 0;
    const began = Date.now();
    const [right, wrong, unknown] = await Promise.all([
      refusal(user.email, user.password),
      refusal(user.email, WRONG),
      refusal(nobody, WRONG),
    ]);
    expect(Date.now() - began).toBeGreaterThanOrEqual(EVEN_TIME_MS - 5); // timers may be early by a little
    expect(guesses()).toBe(0);
    expect(right).toMatchObject({ status: 429, message: 'Too many tries. Try again in 15 minutes.' });
    for (const { status, message, retryAfterSeconds } of [wrong, unknown]) {
      expect({ status, message }).toEqual({ status: right.status, message: right.message });
      expect(Math.abs((retryAfterSeconds ?? 0) - (right.retryAfterSeconds ?? 0))).toBeLessThan(60);
    }
  });

  test('lock neither their owner elsewhere nor anybody else here', async () => {
    const [ana, ben] = await Promise.all([signUp(), signUp()]);
    await guess(9, ana.email);
    expect(await tryIn(ben.email, ben.password)).toBe('signed_in');
    expect(await tryIn(ana.email, ana.password, '192.0.2.2')).toBe('signed_in');
    expect(await refusal(ana.email, ana.password)).toMatchObject({ status: 429 });
  });

  test('do not add up with right ones in between, nor do those clear them', async () => {
    const { email, password } = await signUp();
    await guess(4, email);
    for (let i = 0; i < 4; i += 1) expect(await tryIn(email, password)).toBe('signed_in');
    await guess(1, email);
    expect(await refusal(email, password)).toMatchObject({ status: 429 });
  });

  test('are none while the auth server is away, or has enough of us', async () => {
    const { email, password } = await signUp();
    front.answer = () => new Response('<h1>Bad gateway</h1>', { status: 502 });
    for (let round = 0; round < 2; round += 1) {
      for (const { status } of await guess(4, email)) expect(status).toBe(503);
    }
    front.answer = null;
    await sleep(600); // by now somebody may try again whether it is back
    expect(await tryIn(email, password)).toBe('signed_in');
    front.answer = () => Response.json({ error_code: 'over_request_rate_limit', msg: '' }, { status: 429 });
    for (const { retryAfterSeconds } of await guess(4, email)) expect(retryAfterSeconds).toBe(60);
    front.answer = null;
    expect(await tryIn(email, password)).toBe('signed_in');
  });
});

describe('a browser that the account knows', () => {
  const at = (browser: InstanceType<typeof Visitor>, email: string, password: string, address = HOME) =>
    browser
      .enter((door) => AuthService.signIn({ ...door, visit: aVisit({ address }) }, { email, password }))
      .catch(({ status }) => status);

  test('is let in while somebody locks its owner out everywhere else', async () => {
    const { email, password } = await signUp();
    const laptop = new Visitor();
    expect(await at(laptop, email, password)).toBe('signed_in');
    await guess(6, email);
    expect(await refusal(email, password)).toMatchObject({ status: 429 });
    expect(await at(laptop, email, password)).toBe('signed_in');
  });

  test('has as many guesses as any other, wherever it is, and knows one account by them', async () => {
    const [ana, ben] = await Promise.all([signUp(), signUp()]);
    const laptop = new Visitor();
    await at(laptop, ana.email, ana.password);
    const answers = await Promise.all(
      Array.from({ length: 7 }, (_, place) => at(laptop, ana.email, WRONG, `192.0.2.${place}`)),
    );
    expect(answers.filter((status) => status === 401)).toHaveLength(5);
    expect(await at(laptop, ana.email, ana.password)).toBe(429);
    // Ben does not know it: his tries there are counted as anybody's.
    await guess(5, ben.email);
    expect(await at(laptop, ben.email, ben.password)).toBe(429);
  });

  test('is told by a cookie that nobody can make up', async () => {
    const { email, password } = await signUp();
    await guess(5, email);
    const stranger = new Visitor();
    stranger.jar.set('alcazar-device', 'A'.repeat(43));
    expect(await at(stranger, email, password)).toBe(429);
  });
});

test('each try is in the trail of whom it was about, a lock once, and no password anywhere', async () => {
  const { id, email, password } = await signUp();
  await refusal(email, `${WRONG} canary`);
  await tryIn(email, password);
  await guess(6, email);
  const events = await eventsOf(id);
  const wrong = {
    outcome: 'refused',
    actor_id: null,
    details: { reason: 'wrong_password', method: 'password' },
  };
  expect(events[0]).toMatchObject({ kind: 'sign_in', ...wrong });
  expect(events[1]).toMatchObject({
    kind: 'sign_in',
    outcome: 'succeeded',
    session_id: expect.any(String),
    details: { method: 'password' },
  });
  const rest = events.slice(2);
  expect(rest.filter(({ kind }) => kind === 'limit_hit')).toMatchObject([{ details: { limit: 'sign_in' } }]);
  expect(rest.filter(({ kind }) => kind === 'sign_in')).toHaveLength(4);
  expect(JSON.stringify(events)).not.toMatch(/canary|quiet-harbour/);
});

test('a try at an address that nobody has is written down as nobody’s', async () => {
  const requestId = crypto.randomUUID();
  const visit = aVisit({ requestId });
  const tried = new Visitor().enter((door) =>
    AuthService.signIn({ ...door, visit }, { email: newEmail(), password: WRONG }),
  );
  await expect(tried).rejects.toMatchObject({ status: 401 });
  const events =
    await owner`select kind, user_id from public.security_events where request_id = ${requestId}`;
  expect([...events]).toEqual([{ kind: 'sign_in', user_id: null }]);
});

test('a suspended user is told so by the right password alone, and gets no session', async () => {
  const { id, email, password } = await signUp();
  await owner`delete from auth.sessions where user_id = ${id}`;
  await owner`update public.profiles set suspended_at = now() where id = ${id}`;
  const browser = new Visitor();
  const tried = browser.enter((door) => AuthService.signIn(door, { email, password }));
  await expect(tried).rejects.toMatchObject({
    code: 'forbidden',
    message: expect.stringContaining('locked'),
  });
  expect(await browser.visit(checkSession)).toEqual({ state: 'none' });
  expect(await owner`select from auth.sessions where user_id = ${id}`).toHaveLength(0);
  expect(await refusal(email, WRONG)).toMatchObject({ status: 401 });
  expect(await eventsOf(id)).toMatchObject([
    { kind: 'sign_in', outcome: 'refused', details: { reason: 'account_suspended', method: 'password' } },
    { kind: 'sign_in', outcome: 'refused', details: { reason: 'wrong_password', method: 'password' } },
  ]);
});

test('a password that somebody else may know opens nothing, and its owner is mailed a link to replace it', async () => {
  const { id, email, password } = await signUp();
  await owner`update public.profiles set password_must_reset = true where id = ${id}`;
  expect(await refusal(email, password)).toMatchObject({
    status: 403,
    message: expect.stringContaining('mailed'),
  });
  const [mailed] = await owner`select recovery_sent_at from auth.users where id = ${id}`;
  expect(mailed?.recovery_sent_at).not.toBeNull();
  expect(await refusal(email, WRONG)).toMatchObject({ status: 401 });
  expect((await eventsOf(id)).map(({ kind }) => kind)).toEqual([
    'sign_in',
    'password_reset_requested',
    'sign_in',
  ]);
});

test('an account is written down where it was asked for, and where somebody asked for one that is there', async () => {
  const account = { email: newEmail(), password: 'quiet-harbour-41', fullName: 'Ana' };
  await AuthService.signUp(account, aVisit());
  await AuthService.signUp(account, aVisit());
  const [user] = await owner`select id from public.profiles where email = ${account.email}`;
  expect(await eventsOf(user?.id)).toMatchObject([
    { kind: 'sign_up', outcome: 'succeeded', actor_id: user?.id },
    { kind: 'sign_up', outcome: 'refused', actor_id: null },
  ]);
});

test('mails are asked for five times an hour, for known and unknown addresses alike', async () => {
  const verbs = [AuthService.resendConfirmation, PasswordService.requestPasswordReset];
  const { email } = await signUp();
  for (const verb of verbs) {
    for (const address of [email, newEmail()]) {
      const asked = await Promise.allSettled(
        Array.from({ length: 7 }, () => verb({ email: address }, aVisit())),
      );
      const refused = asked.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
      expect(refused).toHaveLength(2);
      expect(refused[0]).toMatchObject({
        status: 429,
        message: expect.stringMatching(/Try again in (60|59) minutes/),
      });
    }
  }
});
