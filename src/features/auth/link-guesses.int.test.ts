import { createHash } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { aVisit } from '~/lib/testing/actors';
import { startAuthFront } from '~/lib/testing/auth-front';

process.env.LIMIT_ADDRESS_FACTOR = '1';
const front = startAuthFront();
const { owner } = await import('~/lib/testing/owner');
const { signUp } = await import('~/lib/testing/users');
const { Visitor } = await import('~/lib/testing/visitor');
const AuthService = await import('./auth.service');
const PasswordService = await import('./password.service');

afterAll(() => Promise.all([front.stop(), owner.end()]));

/** Follows a link from an address: what comes of it. */
function follow(token_hash: string, address: string): Promise<string> {
  const visit = aVisit({ address });
  return new Visitor()
    .enter((door) => AuthService.confirmEmail({ ...door, visit }, { token_hash, type: 'recovery' }))
    .then(
      () => 'opened',
      ({ code }) => code,
    );
}

test('a link is no more secret than the code it is made of, so that few of them can be tried from one address', async () => {
  const { id, email } = await signUp();
  await PasswordService.requestPasswordReset({ email }, aVisit());
  const [sent] = await owner`select recovery_token from auth.users where id = ${id}`;
  const link: string = sent?.recovery_token;
  const guess = (code: number) => createHash('sha224').update(`${email}${code}`).digest('hex');

  const [guesser, elsewhere] = ['198.51.100.1', '198.51.100.2'];
  front.asked.length = 0;
  const answers = await Promise.all(Array.from({ length: 30 }, (_, turn) => follow(guess(turn), guesser)));
  expect(answers.filter((answer) => answer === 'invalid')).toHaveLength(20);
  expect(answers.filter((answer) => answer === 'rate_limited')).toHaveLength(10);
  expect(front.asked.filter((call) => call.includes('/verify'))).toHaveLength(20);
  expect(await follow(link, guesser)).toBe('rate_limited');
  expect(await follow(link, elsewhere)).toBe('opened');
});
