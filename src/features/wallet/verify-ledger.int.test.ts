import { type SQL, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import { beforeAll, expect, test } from 'vitest';
import type { Transaction } from '~/lib/data/system';
import * as schema from '~/lib/db/schema';
import { aVisit } from '~/lib/testing/actors';
import { owner } from '~/lib/testing/owner';
import { addUser } from '~/lib/testing/users';
import { findWallet } from './ledger.service';
import { type Finding, verifyLedger } from './verify-ledger.service';
import * as WalletService from './wallet.service';

let wallet: string;
let sent: string;
let takenBack: string;

beforeAll(async () => {
  const [ana, ben, admin] = await Promise.all([addUser(), addUser(), addUser()]);
  const topUp = { userId: ana.id, amount: 1000n, currency: 'EUR', reference: crypto.randomUUID() };
  await WalletService.topUp(topUp, new Date());
  const transfer = { recipient: ben.email, amount: 300n, currency: 'EUR' as const, note: null };
  const send = () => WalletService.transfer(ana, { ...transfer, key: crypto.randomUUID() }, aVisit());
  sent = (await send()).transactionId;
  const asAdmin = { ...admin, profile: { role: 'admin', suspendedAt: null } as schema.Profile }; // nothing else is read
  const wrong = { transactionId: (await send()).transactionId, reason: 'test', key: crypto.randomUUID() };
  takenBack = (await WalletService.reverse(asAdmin, wrong, aVisit())).transactionId;
  wallet = (await findWallet(ana.id, 'EUR'))?.id ?? '';
});

const asOwner = drizzle(owner, { schema });

/** What is found after `damage`, which the owner does with every trigger off, and takes back. */
async function foundAfter(damage: (tx: Transaction) => Promise<unknown>): Promise<Finding[]> {
  const undo = new Error('taken back');
  let findings: Finding[] = [];
  const attempt = asOwner.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await damage(tx);
    findings = await verifyLedger(tx);
    throw undo;
  });
  await expect(attempt).rejects.toBe(undo);
  return findings.filter(({ broken }) => broken.length > 0);
}

test('a ledger that only its own verbs have written is whole', async () => {
  const findings = await verifyLedger();
  expect(findings.filter(({ broken }) => broken.length > 0)).toEqual([]);
  expect(findings.length).toBeGreaterThan(5);
  for (const { checked } of findings) expect(checked).toBeGreaterThan(0);
});

test.each<[string, () => SQL, string[]]>([
  [
    'a balance somebody wrote',
    () => sql`update ledger_accounts set balance = balance + 1 where id = ${wallet}`,
    ['each balance is the sum', 'all accounts of a currency'],
  ],
  [
    'an entry somebody changed',
    () => sql`update ledger_entries set amount = amount + 1 where transaction_id = ${sent} and amount > 0`,
    ['each balance is the sum', 'each transaction has its entries'],
  ],
  [
    'an entry that is gone',
    () => sql`delete from ledger_entries where transaction_id = ${sent} and amount > 0`,
    ['each balance is the sum', 'each transaction has its entries'],
  ],
  [
    'all entries of a transaction that are gone',
    () => sql`delete from ledger_entries where transaction_id = ${sent}`,
    ['each balance is the sum', 'each transaction has its entries'],
  ],
  [
    'an entry in another currency',
    () => sql`update ledger_entries set currency = 'USD' where transaction_id = ${sent} and amount > 0`,
    ['each transaction is in one currency'],
  ],
  [
    'a transaction that is gone',
    () => sql`delete from ledger_transactions where id = ${sent}`,
    ['each transaction is in one currency'],
  ],
  [
    'a reversal of something else',
    () => sql`update ledger_transactions set reverses_id = ${takenBack} where id = ${takenBack}`,
    ['each reversal undoes one transaction'],
  ],
  [
    'a reversal in part',
    () => sql`
      with halved as (
        update ledger_entries set amount = amount / 2 where transaction_id = ${takenBack} returning account_id, amount)
      update ledger_accounts as account set balance = balance - halved.amount
      from halved where account.id = halved.account_id`,
    ['each reversal undoes one transaction'],
  ],
  [
    'a guard that is off',
    () => sql`alter table ledger_entries disable trigger keep_ledger`,
    ['the triggers that keep all this'],
  ],
  [
    'a guard that is gone',
    () => sql`drop trigger ledger_transaction_is_whole on ledger_entries`,
    ['the triggers that keep all this'],
  ],
])('%s is found', async (_, damage, promises) => {
  const found = await foundAfter((tx) => tx.execute(damage()));
  expect(found.map(({ promise }) => promise)).toEqual(
    promises.map((start) => expect.stringContaining(start)),
  );
});

test('a wallet below zero is found, although the database lets none be', async () => {
  const found = await foundAfter(async (tx) => {
    await tx.execute(sql`alter table ledger_accounts drop constraint ledger_accounts_wallet_not_negative`);
    await tx.execute(sql`update ledger_accounts set balance = -1 where id = ${wallet}`);
  });
  const negative = found.find(({ promise }) => promise === 'no wallet is below zero');
  expect(negative?.broken).toEqual([wallet]);
});
