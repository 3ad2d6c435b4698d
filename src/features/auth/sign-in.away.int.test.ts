import { afterAll, expect, test, vi } from 'vitest';
import { startAuthFront } from '~/lib/testing/auth-front';
import { cuttableProxy } from '~/lib/testing/cuttable-proxy';

const front = startAuthFront();
const proxy = await cuttableProxy(process.env.DATABASE_URL ?? '');
process.env.DATABASE_URL = proxy.url;
const { refusalOf } = await import('~/lib/db/refusals');
const { closeDatabase } = await import('~/lib/db/client');
const { log } = await import('~/lib/log.server');
const { checkSession } = await import('~/lib/supabase/session');
const { owner } = await import('~/lib/testing/owner');
const { signUp } = await import('~/lib/testing/users');
const { Visitor } = await import('~/lib/testing/visitor');
const AuthService = await import('./auth.service');

afterAll(async () => {
  await closeDatabase();
  await Promise.all([front.stop(), owner.end()]);
});

/** One try in a browser of its own: how it is answered, and whether it has opened anything. */
async function tryIn({ email }: { email: string }, password: string) {
  const browser = new Visitor();
  const tried = browser.enter((door) => AuthService.signIn(door, { email, password }));
  const answer = await tried.catch((error) => refusalOf(error)?.code);
  return { answer, session: (await browser.visit(checkSession)).state };
}

test('without the table of the limits the right password opens the door, and wrong ones close it after as many as ever', async () => {
  const warned = vi.spyOn(log, 'error').mockImplementation(() => {});
  const user = await signUp();
  proxy.cutAt = 'rate_limits';
  expect(await tryIn(user, user.password)).toEqual({ answer: 'signed_in', session: 'valid' });
  const wrong = await Promise.all(Array.from({ length: 5 }, () => tryIn(user, 'wrong')));
  expect(new Set(wrong.map(({ answer }) => answer))).toEqual(new Set(['unauthorized']));
  front.asked.length = 0;
  const locked = await Promise.all([tryIn(user, user.password), tryIn(user, 'wrong')]);
  expect(locked).toEqual(Array(2).fill({ answer: 'rate_limited', session: 'none' }));
  expect(front.asked).toEqual([]);
  expect(warned).toHaveBeenCalledWith('limits.counted_here', expect.anything());
  proxy.cutAt = null;
});

test('without the database nobody gets in, and no password is looked at', async () => {
  const user = await signUp();
  front.asked.length = 0;
  await proxy.close();
  const answers = await Promise.all([tryIn(user, user.password), tryIn(user, 'wrong')]);
  expect(answers).toEqual(Array(2).fill({ answer: 'unavailable', session: 'none' }));
  expect(front.asked).toEqual([]);
});
