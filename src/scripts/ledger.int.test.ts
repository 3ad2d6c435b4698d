import { expect, test } from 'vitest';
import { verifyLedger } from '~/features/wallet/verify-ledger.service';
import * as WalletService from '~/features/wallet/wallet.service';
import { addUser } from '~/lib/testing/users';
import { runScript, scratchDatabase } from './lib/testing';

test('ledger:verify says each promise in a line and that all are kept', async () => {
  const { id } = await addUser();
  const topUp = { userId: id, amount: 500n, currency: 'EUR', reference: crypto.randomUUID() };
  await WalletService.topUp(topUp, new Date());
  const { code, stdout, stderr } = await runScript('ledger-verify');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  for (const { promise } of await verifyLedger()) expect(stdout).toContain(`✓ ${promise}`);
});

test('ledger:verify ends with 1 and names what differs', async () => {
  const { sql, variables } = await scratchDatabase();
  // No more of the tables than it takes to look whole at first sight: two accounts, and money from nowhere.
  await sql.unsafe(`
    create table ledger_accounts (id text primary key, kind text, currency text, balance bigint);
    create table ledger_transactions (id text primary key, kind text, currency text, entry_count int, reverses_id text);
    create table ledger_entries (id text, transaction_id text, account_id text, amount bigint, currency text);
    insert into ledger_accounts values ('house', 'clearing', 'EUR', 0), ('rich', 'wallet', 'EUR', 5)`);
  const { code, stdout } = await runScript('ledger-verify', [], variables);
  expect(code).toBe(1);
  expect(stdout).toContain('✗ each balance is the sum of its entries (2)\n      rich');
  expect(stdout).toContain('✓ no wallet is below zero (1)');
  expect(stdout).toContain('✗ the triggers that keep all this are on');
});

test('a database without a ledger, and one that is away, are no ledger that is well', async () => {
  const { variables } = await scratchDatabase();
  expect(await runScript('ledger-verify', [], variables)).toMatchObject({ code: 1 });
  const away = await runScript('ledger-verify', [], {
    DIRECT_URL: 'postgres://postgres:x@127.0.0.1:1/postgres',
  });
  expect(away).toMatchObject({ code: 1, stderr: expect.stringContaining('does not answer') });
});

test('idempotency:prune says how many it has forgotten', async () => {
  const { code, stdout, stderr } = await runScript('idempotency-prune');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^\d+ forgotten at /);
});

test('both answer --help and refuse what they do not know', async () => {
  for (const name of ['ledger-verify', 'idempotency-prune']) {
    expect(await runScript(name, ['--help'], { DATABASE_URL: '' })).toMatchObject({ code: 0 });
    expect(await runScript(name, ['--nonsense'])).toMatchObject({ code: 2 });
  }
});
