import { afterAll, beforeAll, expect, test } from 'vitest';
import * as InboxService from '~/features/payments/inbox.service';
import * as WalletService from '~/features/wallet/wallet.service';
import { owner } from '~/lib/testing/owner';
import { beginTopUp, eventNamed, type Knock, knockOf } from '~/lib/testing/payments';
import { addUser } from '~/lib/testing/users';
import { runScript } from './lib/testing';

let ana: Awaited<ReturnType<typeof addUser>>;
let knock: Knock;
beforeAll(async () => {
  ana = await addUser();
  knock = knockOf('checkout.paid', await beginTopUp(ana));
  await InboxService.receive('test', knock, new Date());
});
afterAll(() => owner.end());

const balance = () => WalletService.getBalance(ana, 'EUR');

test('webhooks:replay says what it would do, does it, and does it again without harm', async () => {
  const [event] = await eventNamed(knock);
  const id = event?.eventId ?? '';
  const dry = await runScript('webhooks-replay', ['--id', id, '--dry-run']);
  expect(dry).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining(id) });
  expect(dry.stdout).toContain('left as they are');
  expect(await balance()).toBe(0n);
  for (let turn = 0; turn < 2; turn++) {
    const { code, stdout } = await runScript('webhooks-replay', ['--id', id]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^1 at .+\n {2}?\s*handled/);
    expect(await balance()).toBe(5_000n);
  }
});

test('webhooks:replay --all-failed takes what did not come to an end, and says what is left', async () => {
  const wrong = knockOf('checkout.paid', await beginTopUp(ana), { amount: 1n });
  const id = await InboxService.receive('test', wrong, new Date());
  const { code, stdout } = await runScript('webhooks-replay', ['--all-failed']);
  expect(code).toBe(1);
  expect(stdout).toContain(id);
  expect(stdout).toContain('was asked for');
});

test('payments:reconcile asks about what is open, says how many there were, and is done', async () => {
  await beginTopUp(ana, 5_000n, new Date(Date.now() - 30 * 60_000));
  const { code, stdout, stderr } = await runScript('payments-reconcile');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^[1-9]\d* asked about, \d+ of them over, at /m);
});

test('webhooks:prune says how many bodies it forgot', async () => {
  const { code, stdout, stderr } = await runScript('webhooks-prune');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^\d+ forgotten at /);
});

test('all answer --help and refuse what they do not know', async () => {
  for (const name of ['webhooks-replay', 'webhooks-prune', 'payments-reconcile']) {
    expect(await runScript(name, ['--help'], { DATABASE_URL: '' })).toMatchObject({ code: 0 });
    expect(await runScript(name, ['--nonsense'])).toMatchObject({ code: 2 });
  }
  for (const args of [[], ['--id', 'evt_1', '--all-failed']]) {
    expect(await runScript('webhooks-replay', args)).toMatchObject({ code: 2 });
  }
  expect(await runScript('webhooks-replay', ['--id', 'evt_nobody'])).toMatchObject({ code: 1 });
});
