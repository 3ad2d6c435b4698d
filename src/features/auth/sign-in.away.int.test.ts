import { afterAll, expect, test, vi } from 'vitest';
import { aVisit } from '~/lib/testing/actors';
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

test('without the database nobody gets in, no answer tells a right password from a wrong one, and the limits hold', async () => {
  vi.spyOn(log, 'error').mockImplementation(() => {});
  const { id, email, password } = await signUp();
  await owner`delete from auth.sessions where user_id = ${id}`;
  await proxy.close();

  const codeOf = async (given: string) => {
    const browser = new Visitor();
    const visit = aVisit();
    const tried = browser.enter((door) => AuthService.signIn({ ...door, visit }, { email, password: given }));
    const error = await tried.catch((reason) => reason);
    expect(await browser.visit(checkSession)).toEqual({ state: 'none' });
    return refusalOf(error)?.code;
  };
  expect(await Promise.all([codeOf(password), codeOf('wrong')])).toEqual(['unavailable', 'unavailable']);
  expect(await owner`select from auth.sessions where user_id = ${id}`).toHaveLength(0);

  await Promise.all(Array.from({ length: 4 }, () => codeOf('wrong')));
  front.asked.length = 0;
  expect(await Promise.all([codeOf(password), codeOf('wrong')])).toEqual(['rate_limited', 'rate_limited']);
  expect(front.asked).toEqual([]);
});
