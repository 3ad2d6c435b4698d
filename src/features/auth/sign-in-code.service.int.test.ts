import { afterAll, afterEach, expect, test } from 'vitest';
import { aVisit } from '~/lib/testing/actors';
import { startAuthFront } from '~/lib/testing/auth-front';

const front = startAuthFront();
const { checkSession } = await import('~/lib/supabase/session');
const { codeIn, countMails, linkTo } = await import('~/lib/testing/mailbox');
const { owner } = await import('~/lib/testing/owner');
const { signUp } = await import('~/lib/testing/users');
const { Visitor } = await import('~/lib/testing/visitor');
const AuthService = await import('./auth.service');
const SignInCodeService = await import('./sign-in-code.service');

afterEach(() => {
  front.answer = null;
});
afterAll(() => Promise.all([front.stop(), owner.end()]));

const newEmail = () => `person-${crypto.randomUUID()}@example.test`;
const ask = (email: string, visit = aVisit()) => SignInCodeService.requestCode({ email }, visit);

/** One try in a browser of its own. */
async function enter(email: string, code: string) {
  const browser = new Visitor();
  await browser.enter((door) => SignInCodeService.signInWithCode(door, { email, code }));
  return browser;
}

/** Of as many digits, and another. */
const otherThan = (code: string) => (code === '000000' ? '000001' : '000000');

const trailOf = (userId: string) => owner`
  select kind, outcome, details from public.security_events where user_id = ${userId} order by occurred_at`;

test('the code of the mail opens a session, once', async () => {
  const { id, email } = await signUp();
  await ask(email);
  const code = await codeIn(email);
  const browser = await enter(email, code);
  expect(await browser.visit(checkSession)).toMatchObject({ state: 'valid', user: { id } });
  await expect(enter(email, code)).rejects.toMatchObject({ code: 'invalid', field: 'code' });
  expect(await trailOf(id)).toEqual([
    { kind: 'sign_in', outcome: 'succeeded', details: { method: 'code' } },
    { kind: 'sign_in', outcome: 'refused', details: { method: 'code', reason: 'wrong_code' } },
  ]);
});

test('its link does as well, and uses the code up', async () => {
  const { id, email } = await signUp();
  await ask(email);
  const [code, link] = [await codeIn(email), await linkTo(email)];
  const browser = new Visitor();
  await browser.enter((door) => AuthService.confirmEmail(door, link));
  expect(await browser.visit(checkSession)).toMatchObject({ state: 'valid', user: { id } });
  await expect(enter(email, code)).rejects.toMatchObject({ code: 'invalid' });
  expect(await trailOf(id)).toMatchObject([{ details: { method: 'magic_link' } }, { outcome: 'refused' }]);
});

test('a wrong code, a code of somebody else and an unknown address are one answer', async () => {
  const [ada, bob] = await Promise.all([signUp(), signUp()]);
  await Promise.all([ask(ada.email), ask(bob.email)]);
  const [hers, his] = await Promise.all([codeIn(ada.email), codeIn(bob.email)]);
  const tries = [
    [ada.email, otherThan(hers)],
    [ada.email, his === hers ? otherThan(his) : his],
    [newEmail(), hers],
  ] as const;
  const answers = await Promise.all(
    tries.map(([email, code]) => enter(email, code).catch((error) => [error.code, error.message])),
  );
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]).toEqual(['invalid', expect.stringContaining('This code is wrong')]);
});

test('an old code is over, and a new one takes the place of the one before', async () => {
  const { email } = await signUp();
  await ask(email);
  const first = await codeIn(email);
  await ask(email);
  const second = await codeIn(email);
  if (first !== second) await expect(enter(email, first)).rejects.toMatchObject({ code: 'invalid' });
  await owner`update auth.users set recovery_sent_at = now() - interval '2 hours' where email = ${email}`;
  await expect(enter(email, second)).rejects.toMatchObject({ code: 'invalid' });
});

test('after five wrong ones the right one is refused too, and so is an address that nobody has', async () => {
  const { email } = await signUp();
  await ask(email);
  const code = await codeIn(email);
  for (const address of [email, newEmail()]) {
    await Promise.all(Array.from({ length: 5 }, () => enter(address, otherThan(code)).catch(() => null)));
    await expect(enter(address, code)).rejects.toMatchObject({ code: 'rate_limited' });
  }
});

test('asking makes no account, and tells nothing of whether there is one, however often', async () => {
  const { email } = await signUp();
  const nobody = newEmail();
  const outcomes = async (address: string) => {
    const visit = aVisit();
    const asked = [];
    for (let i = 0; i < 6; i += 1) asked.push(await ask(address, visit).catch((error) => error.code));
    return asked;
  };
  const [known, unknown] = await Promise.all([outcomes(email), outcomes(nobody)]);
  expect(known).toEqual([...Array(5).fill(undefined), 'rate_limited']);
  expect(unknown).toEqual(known);
  expect([await countMails(email), await countMails(nobody)]).toEqual([5, 0]);
  expect(await owner`select from auth.users where email = ${nobody}`).toHaveLength(0);
});

test('a mail too soon after the last one is not sent, and nobody is told', async () => {
  const refused = { error_code: 'over_email_send_rate_limit', msg: 'after 59 seconds' };
  front.answer = () => Response.json(refused, { status: 429 });
  await expect(ask(newEmail())).resolves.toBeUndefined();
});

test('whoever is suspended is not let in by a code either', async () => {
  const { id, email } = await signUp();
  await ask(email);
  await owner`update public.profiles set suspended_at = now() where id = ${id}`;
  await owner`delete from auth.sessions where user_id = ${id}`;
  await expect(enter(email, await codeIn(email))).rejects.toMatchObject({ code: 'forbidden' });
  expect(await owner`select from auth.sessions where user_id = ${id}`).toHaveLength(0);
});
