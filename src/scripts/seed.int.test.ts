import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { profiles } from '~/features/auth/auth.schema';
import * as WalletService from '~/features/wallet/wallet.service';
import { db } from '~/lib/data/system';
import { ENV } from '~/lib/env.server';
import { emptyWallet } from '~/lib/testing/billing';
import { owner } from '~/lib/testing/owner';
import { apiOf, signUp } from '~/lib/testing/users';
import { runScript } from './lib/testing';

const ADMIN = 'admin@example.test';
const USER = 'user@example.test';
const PASSWORD = 'correct-horse-battery-7';
const SEEDED = { SEED_PASSWORD: PASSWORD };

// The last administrator could not be removed, and elsewhere there may be none yet.
beforeAll(async () => {
  const { id } = await signUp();
  await owner`update profiles set role = 'admin' where id = ${id}`;
});
/** Nobody leaves with money. */
async function removeDemo() {
  const wallets = await owner<{ id: string; currency: string }[]>`
    select user_id as id, currency from ledger_accounts join profiles on profiles.id = user_id
    where email in (${ADMIN}, ${USER})`;
  for (const { id, currency } of wallets) await emptyWallet(id, currency);
  await owner`delete from auth.users where email in (${ADMIN}, ${USER})`;
}
beforeEach(() => removeDemo());
afterAll(() => removeDemo());

const seed = (...args: string[]) => runScript('seed', args, SEEDED);

async function signsIn(email: string, password = PASSWORD): Promise<boolean> {
  const { data } = await apiOf().auth.signInWithPassword({ email, password });
  return data.session !== null;
}

function profileOf(email: string) {
  return db.query.profiles.findFirst({
    where: eq(profiles.email, email),
    with: { subscriptions: { with: { plan: true, price: true, invoices: true } } },
  });
}

test('the demo accounts sign in, each with its role', async () => {
  expect(await seed()).toMatchObject({ code: 0, stderr: '' });
  expect(await signsIn(ADMIN)).toBe(true);
  expect(await signsIn(USER)).toBe(true);
  expect(await profileOf(ADMIN)).toMatchObject({ fullName: 'Demo Admin', role: 'admin', subscriptions: [] });
  expect(await profileOf(USER)).toMatchObject({ fullName: 'Demo User', role: 'user' });
});

test('Demo User has Pro, and one invoice due in about 30 days', async () => {
  await seed();
  const [subscription, ...more] = await liveSubscriptions();
  expect(more).toEqual([]);
  expect(subscription).toMatchObject({
    status: 'active',
    plan: { id: 'pro' },
    price: { id: 'pro-month-eur', amount: 4900n, currency: 'EUR', interval: 'month' },
    invoices: [{ amount: 4900n, currency: 'EUR', status: 'pending' }],
  });
  const days = ((subscription?.invoices[0]?.dueDate.getTime() ?? 0) - Date.now()) / 86_400_000;
  expect(Math.round(days)).toBe(30);
});

async function liveSubscriptions() {
  const all = (await profileOf(USER))?.subscriptions ?? [];
  return all.filter(({ status }) => status !== 'cancelled');
}

test('Demo User had another plan for most of a year: invoices in every state, and a credit note', async () => {
  await seed();
  const statesOf = () => owner<{ status: string; number: string }[]>`
    select status, number from invoices join profiles on profiles.id = user_id
    where email = ${USER} order by issued_at, number`;
  const before = await statesOf();
  expect(before.map(({ status }) => status).slice(-4)).toEqual(['paid', 'overdue', 'void', 'pending']);
  expect(before.filter(({ status }) => status === 'paid').length).toBeGreaterThan(9);
  const [overdue] = await owner`
    select next_attempt_at > now() as waits from invoices join profiles on profiles.id = user_id
    where email = ${USER} and status = 'overdue'`;
  expect(overdue).toEqual({ waits: true });
  const notes = await owner`
    select credit_notes.amount from credit_notes join invoices on invoices.id = invoice_id
    join profiles on profiles.id = user_id where email = ${USER}`;
  expect(notes.length).toBeGreaterThan(0);
  const mails = await owner`select from mail_outbox where recipient = ${USER}`;
  expect(mails).toEqual([]);
  await Promise.all([seed(), seed()]);
  expect(await statesOf()).toEqual(before);
});

async function walletOf(email: string) {
  const profile = await profileOf(email);
  const id = profile?.id ?? '';
  const [balance, { rows }] = await Promise.all([
    WalletService.getBalance({ id }, 'EUR'),
    WalletService.listEntries({ id }, { currency: 'EUR' }),
  ]);
  return { balance, amounts: rows.map(({ amount }) => amount) };
}

test('both have wallets in which something has moved, and a second seed moves nothing', async () => {
  await seed();
  const early = [-6_300n, 3_150n, -4_200n];
  const user = { balance: 22_410n, amounts: [-990n, 1_250n, -2_500n, 20_000n, ...early, 12_000n] };
  const admin = {
    balance: 14_590n,
    amounts: [990n, -1_250n, 2_500n, ...early.map((amount) => -amount), 5_000n],
  };
  expect(await Promise.all([walletOf(USER), walletOf(ADMIN)])).toEqual([user, admin]);
  await Promise.all([seed(), seed()]);
  expect(await Promise.all([walletOf(USER), walletOf(ADMIN)])).toEqual([user, admin]);
});

const pastOf = (email: string) => owner`
  select kind, outcome, actor_id = user_id as own, host(address) as address from security_events
  where user_id = (select id from profiles where email = ${email}) order by occurred_at, id`;

test('both have a past on several devices, with refusals and a new password, and a second seed adds nothing', async () => {
  await Promise.all([seed(), seed()]);
  const [user, admin] = await Promise.all([pastOf(USER), pastOf(ADMIN)]);
  for (const past of [user, admin]) {
    expect(new Set(past.map(({ address }) => address)).size).toBeGreaterThan(2);
    expect(past).toContainEqual(expect.objectContaining({ kind: 'sign_in', outcome: 'refused' }));
    expect(past).toContainEqual(expect.objectContaining({ kind: 'password_changed', own: true }));
  }
  expect(user).toContainEqual(expect.objectContaining({ kind: 'session_ended', own: false }));
  await seed();
  expect(await Promise.all([pastOf(USER), pastOf(ADMIN)])).toEqual([user, admin]);
});

test('run again, and twice at once, it leaves what it finds', async () => {
  await seed();
  await owner`update profiles set full_name = 'Renamed', role = 'user' where email = ${ADMIN}`;
  const before = await Promise.all([profileOf(ADMIN), profileOf(USER)]);
  const runs = await Promise.all([seed(), seed()]);
  expect(runs.map(({ code, stderr }) => ({ code, stderr }))).toEqual([
    { code: 0, stderr: '' },
    { code: 0, stderr: '' },
  ]);
  expect(await Promise.all([profileOf(ADMIN), profileOf(USER)])).toEqual(before);
});

test('two first runs at once make one of each', async () => {
  const runs = await Promise.all([seed(), seed()]);
  expect(runs.map(({ stderr }) => stderr)).toEqual(['', '']);
  expect(await liveSubscriptions()).toHaveLength(1);
  expect((await profileOf(USER))?.subscriptions).toHaveLength(2);
});

test('--update-if-exists brings names, roles and plans back', async () => {
  await seed();
  await owner`update profiles set full_name = 'Renamed', role = 'user' where email = ${ADMIN}`;
  await owner`update plans set name = 'Gone', active = false where id = 'pro'`;
  await owner`update prices set trial_days = 9, active = false where id = 'pro-month-eur'`;
  expect((await seed('--update-if-exists')).code).toBe(0);
  expect(await profileOf(ADMIN)).toMatchObject({ fullName: 'Demo Admin', role: 'admin' });
  const [pro] = await owner`
    select plans.name, plans.active, prices.amount, prices.active as sold, trial_days
    from plans join prices on plan_id = plans.id where prices.id = 'pro-month-eur'`;
  expect(pro).toEqual({ name: 'Pro', active: true, amount: '4900', sold: true, trial_days: 0 });
});

test('--force-password sets the password again and ends the sessions', async () => {
  await seed();
  const api = apiOf();
  await api.auth.signInWithPassword({ email: USER, password: PASSWORD });
  await api.auth.updateUser({ password: 'somebody-changed-it-8' });
  await seed();
  expect(await signsIn(USER)).toBe(false);
  expect((await seed('--force-password')).code).toBe(0);
  expect(await signsIn(USER)).toBe(true);
  expect((await api.auth.getUser()).data.user).toBeNull();
});

test('--skip-admin makes no administrator', async () => {
  expect((await seed('--skip-admin')).code).toBe(0);
  expect(await profileOf(ADMIN)).toBeUndefined();
  expect(await signsIn(USER)).toBe(true);
});

describe('where strangers can reach the accounts', () => {
  const PRODUCTION = { NODE_ENV: 'production', ORIGIN: 'http://localhost:3000' };
  const far = (url: string, port: number) =>
    `${url.replace(/@[^/]+/, `@db.example.com:${port}`).split('?')[0]}?sslmode=require`;
  const ELSEWHERE = {
    NODE_ENV: 'development',
    DIRECT_URL: far(ENV.DIRECT_URL, 5432),
    DATABASE_URL: `${far(ENV.DATABASE_URL, 6543)}&pgbouncer=true`,
  };

  test.each([
    ['production', PRODUCTION],
    ['another host', ELSEWHERE],
  ])('%s is refused without --production', async (_, variables) => {
    const run = await runScript('seed', [], { ...SEEDED, ...variables });
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toContain('--production seeds it all the same');
    expect(await profileOf(USER)).toBeUndefined();
  });

  test('the well-known password is refused with --production too', async () => {
    const run = await runScript('seed', ['--production'], { ...SEEDED, ...PRODUCTION });
    expect(run).toMatchObject({ code: 1 });
    expect(run.stderr).toContain('well-known default');
    expect(run.stderr).not.toContain(PASSWORD);
  });

  test('--production makes up no money and no past', async () => {
    await runScript('seed', ['--production'], { ...PRODUCTION, SEED_PASSWORD: 'a-password-of-our-own-93' });
    expect(await walletOf(USER)).toEqual({ balance: 0n, amounts: [] });
    expect([...(await pastOf(USER))]).toEqual([]);
  });

  test('--production seeds with a password of somebody’s own, and no administrator', async () => {
    const password = 'a-password-of-our-own-93';
    const run = await runScript('seed', ['--production'], { ...PRODUCTION, SEED_PASSWORD: password });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toContain('user:promote');
    expect(await signsIn(USER, password)).toBe(true);
    expect(await profileOf(ADMIN)).toBeUndefined();
  });

  test('an administrator that is there already is left alone by --production', async () => {
    await seed();
    const asked = ['--production', '--force-password', '--update-if-exists'];
    await owner`update profiles set full_name = 'Renamed' where email = ${ADMIN}`;
    await runScript('seed', asked, { ...PRODUCTION, SEED_PASSWORD: 'a-password-of-our-own-93' });
    expect(await signsIn(ADMIN)).toBe(true);
    expect(await profileOf(ADMIN)).toMatchObject({ fullName: 'Renamed' });
  });
});

test('an unknown option and a database that is away are said in a sentence', async () => {
  expect(await seed('--nonsense')).toMatchObject({ code: 2 });
  const away = await runScript('seed', [], {
    ...SEEDED,
    DIRECT_URL: 'postgres://postgres:x@127.0.0.1:1/postgres',
  });
  expect(away).toMatchObject({ code: 1 });
  expect(away.stderr).toContain('does not answer');
  expect((await runScript('seed', ['--help'], { DATABASE_URL: '' })).stdout).toContain('bun run db:seed');
});
