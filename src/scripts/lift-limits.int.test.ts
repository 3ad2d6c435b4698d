import { expect, test } from 'vitest';
import { limit } from '~/features/security/limits';
import { aVisit } from '~/lib/testing/actors';
import { signUp } from '~/lib/testing/users';
import { runScript } from './lib/testing';

const lift = (...args: string[]) => runScript('lift-limits', args);
const newAddress = () => `2001:db8:${crypto.randomUUID().slice(0, 4)}:${crypto.randomUUID().slice(0, 4)}::7`;

async function locked(account: string, address: string): Promise<boolean> {
  return limit('sign_in', account, aVisit({ address })).then(
    () => false,
    () => true,
  );
}

async function lock(account: string, address: string): Promise<void> {
  for (let i = 0; i < 6; i += 1) await locked(account, address);
}

test('an account is let in again at every address, and in all it does signed in', async () => {
  const { id, email } = await signUp();
  const [office, home] = [newAddress(), newAddress()];
  await lock(email, office);
  await lock(email, home);
  await limit('export', id, aVisit());
  const { code, stdout } = await lift(`  ${email.toUpperCase()}`);
  expect({ code, stdout }).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('counts taken back at'),
  });
  expect(await locked(email, office)).toBe(false);
  expect(await locked(email, home)).toBe(false);
});

test('an address is let in again with all its neighbours of IPv6, and nobody else is', async () => {
  const [email, here, there] = ['a@example.test', newAddress(), newAddress()];
  await lock(email, here);
  await lock(email, there);
  expect(await lift(here.replace('::7', '::ffff'))).toMatchObject({ code: 0, stderr: '' });
  expect(await locked(email, here)).toBe(false);
  expect(await locked(email, there)).toBe(true);
});

test('where there was no lock it says so', async () => {
  expect((await lift('nobody@example.test')).stdout).toContain('0 counts taken back');
});

test.each([[[]], [['a', 'b']], [['--nonsense']]])('%j is no way to call it', async (args) => {
  const run = await lift(...args);
  expect(run).toMatchObject({ code: 2, stdout: '' });
  expect(run.stderr).not.toContain('    at ');
});
