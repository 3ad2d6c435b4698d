import { expect, test } from 'vitest';
import { ENV } from '~/lib/env.server';
import { owner } from '~/lib/testing/owner';
import { signUp } from '~/lib/testing/users';
import { runScript } from './lib/testing';

const promote = (...args: string[]) => runScript('promote', args);

async function roleOf(email: string): Promise<unknown> {
  const [profile] = await owner`select role from profiles where email = ${email}`;
  return profile?.role;
}

test('one sentence, and the user is an administrator; again, and they are already', async () => {
  const { id, email } = await signUp();
  const place = new URL(ENV.DIRECT_URL);
  const at = `at ${place.host}${place.pathname}.\n`;
  expect(await promote(email)).toEqual({
    code: 0,
    stdout: `${email} is an administrator now, ${at}`,
    stderr: '',
  });
  expect(await roleOf(email)).toBe('admin');
  expect(await promote(email)).toMatchObject({
    code: 0,
    stdout: `${email} is an administrator already, ${at}`,
  });
  const events = await owner`select kind, actor_id, details from security_events where user_id = ${id}`;
  expect([...events]).toEqual([{ kind: 'role_changed', actor_id: null, details: { role: 'admin' } }]);
});

test('--demote takes it back', async () => {
  const { email } = await signUp();
  await promote(email);
  expect(await promote(email, '--demote')).toMatchObject({ code: 0 });
  expect(await roleOf(email)).toBe('user');
});

test('it works in production, where a seed would be refused', async () => {
  const { email } = await signUp();
  const production = { NODE_ENV: 'production', ORIGIN: 'http://localhost:3000' };
  expect(await runScript('promote', [email], production)).toMatchObject({ code: 0, stderr: '' });
  expect(await roleOf(email)).toBe('admin');
});

test.each([
  [['nobody@example.test'], 1, 'Nobody here has the address nobody@example.test.'],
  [[''], 2, 'Whom?'],
  [[], 2, 'Whom?'],
  [['a@example.test', 'b@example.test'], 2, 'more words'],
  [['a@example.test', '--nonsense'], 2, '--help'],
])('%j ends with %i and a sentence', async (args, code, sentence) => {
  const run = await promote(...args);
  expect(run).toMatchObject({ code, stdout: '' });
  expect(run.stderr).toContain(sentence);
  expect(run.stderr).not.toContain('    at ');
});

test('a database that is away is said in a sentence, and --help needs none', async () => {
  const away = await runScript('promote', ['a@example.test'], {
    DIRECT_URL: 'postgres://postgres:x@127.0.0.1:1/postgres',
  });
  expect(away).toMatchObject({ code: 1 });
  expect(away.stderr).toContain('does not answer');
  expect((await runScript('promote', ['--help'], { DATABASE_URL: '' })).stdout).toContain('user:promote');
});
