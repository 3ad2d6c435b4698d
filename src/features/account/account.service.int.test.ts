import { eq, ne, sql, TransactionRollbackError } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { profiles } from '~/features/auth/auth.schema';
import * as BillingService from '~/features/billing/billing.service';
import { recogniseSession } from '~/features/sessions/recognise';
import { openWallet } from '~/features/wallet/ledger.service';
import * as WalletService from '~/features/wallet/wallet.service';
import { db } from '~/lib/data/system';
import * as schema from '~/lib/db/schema';
import * as m from '~/lib/i18n/paraglide/messages';
import { actorOf, aVisit, sessionClaimsIn } from '~/lib/testing/actors';
import { fillWallet, newPrice } from '~/lib/testing/billing';
import { furnish } from '~/lib/testing/furnish';
import { mailsQueuedFor } from '~/lib/testing/mail';
import { owner } from '~/lib/testing/owner';
import { tablesWith } from '~/lib/testing/tables-with';
import { addUser, apiOf, signIn, signUp, type TestUser } from '~/lib/testing/users';
import { untilWaiting } from '~/lib/testing/waiting';
import * as AccountService from './account.service';
import { SECTIONS } from './export/sections';

let ana: TestUser;
beforeEach(async () => {
  ana = await signUp({ fullName: `Ana Leftover ${crypto.randomUUID()}` });
});
afterAll(() => owner.end());

const leave = (user: TestUser, visit = aVisit()) => AccountService.deleteAccount(actorOf(user), user, visit);

/** Where something of somebody who has left may still stand, and why. */
const LEFTOVERS: Record<string, string> = {
  'public.mail_outbox': 'the last mail, until it has left',
};

describe('somebody who leaves', () => {
  test('leaves nothing that says who they were, in no column of no table', async () => {
    await furnish(ana);
    await signIn(ana);
    const identifying = [ana.id, ana.email, ana.fullName];
    const before = await tablesWith(...identifying);
    // Or there would be nothing to find afterwards.
    for (const { table, mine } of SECTIONS) {
      expect(
        await db.select().from(table).where(mine(ana.id)),
        'every table has something of hers',
      ).not.toEqual([]);
    }
    expect(before).toEqual(expect.arrayContaining(['auth.users', 'auth.sessions', 'auth.refresh_tokens']));

    await leave(ana);
    const after = await tablesWith(...identifying);
    expect(after.filter((table) => !(table in LEFTOVERS))).toEqual([]);
    for (const { table, mine } of SECTIONS) {
      expect(await db.select().from(table).where(mine(ana.id))).toEqual([]);
    }
  });

  test('is out everywhere at once: at the guard, at the Data API, and with a refresh token', async () => {
    const phone = await signIn(ana);
    const { data } = await apiOf().auth.signInWithPassword(ana);
    await leave(ana);
    for (const token of [ana.accessToken, phone]) {
      expect(await recogniseSession(sessionClaimsIn(token), aVisit())).toMatchObject({ state: 'ended' });
      expect((await apiOf({ accessToken: token }).from('profiles').select()).data).toEqual([]);
    }
    const refreshed = await apiOf().auth.refreshSession({ refresh_token: data.session?.refresh_token ?? '' });
    expect(refreshed.data.session).toBeNull();
    const again = await apiOf().auth.signInWithPassword(ana);
    expect(again.error?.code).toBe('invalid_credentials');
  });

  test('as an administrator leaves a number in the ledger that leads to nobody: who took money back stands there for good', async () => {
    const [{ id, email }, ben] = [ana, await addUser()];
    await owner`update profiles set role = 'admin' where id in (${id}, ${ben.id})`;
    await fillWallet(ben.id, 500n);
    const given = { amount: 500n, currency: 'EUR', recipient: (await addUser()).email, note: null } as const;
    const sent = await WalletService.transfer(ben, { ...given, key: crypto.randomUUID() }, aVisit());
    const profile = await db.query.profiles.findFirst({ where: eq(profiles.id, id) });
    const asked = {
      transactionId: sent.transactionId,
      reason: 'sent to the wrong person',
      key: crypto.randomUUID(),
    };
    await WalletService.reverse(actorOf(ana, { profile }), asked, aVisit());
    await leave(ana);
    expect(await tablesWith(id)).toEqual(['public.ledger_transactions']);
    const named = await tablesWith(email, ana.fullName);
    expect(named.filter((table) => !(table in LEFTOVERS))).toEqual([]);
  });

  test('can come back under the same address, as somebody else', async () => {
    await leave(ana);
    const again = await signUp({ email: ana.email });
    expect(again.id).not.toBe(ana.id);
    expect(await tablesWith(ana.id)).toEqual([]);
  });

  test('leaves invoices, payments and the trail behind, and nobody’s name in them', async () => {
    await furnish(ana);
    const traces = () => owner`
      select (select count(*)::int from security_events) as events, (select count(*)::int from ledger_entries) as entries`;
    const [before] = await traces();
    const [bill] = await owner`select id from invoices where user_id = ${ana.id}`;
    const [wallet] = await owner`select id from ledger_accounts where user_id = ${ana.id}`;
    await leave(ana);

    const [kept] = await owner`
      select invoices.status, amount::text, billed_to, invoices.user_id, subscriptions.status as plan,
        (select count(*)::int from payments where invoice_id = invoices.id) as payments
      from invoices join subscriptions on subscriptions.id = subscription_id where invoices.id = ${bill?.id}`;
    expect(kept).toEqual({
      status: 'paid',
      amount: '9007199254740993',
      billed_to: null,
      user_id: null,
      plan: 'cancelled',
      payments: 1,
    });
    const [after] = await traces();
    expect(after?.events).toBeGreaterThan(before?.events);
    expect(after?.entries).toBeGreaterThanOrEqual(before?.entries);
    const notes = await owner`
      select note from ledger_transactions join ledger_entries on transaction_id = ledger_transactions.id
      where account_id = ${wallet?.id} and note is not null`;
    expect([...notes]).toEqual([]);
  });

  test('is in the trail as somebody who has left, without address and browser', async () => {
    const visit = aVisit({ userAgent: 'Firefox' });
    await leave(ana, visit);
    const events = await owner`select * from security_events where request_id = ${visit.requestId}`;
    expect(events.map((event) => ({ ...event }))).toEqual([
      expect.objectContaining({
        kind: 'account_deleted',
        user_id: null,
        actor_id: null,
        address: null,
        user_agent: null,
      }),
    ]);
  });

  test.each([
    ['es', 'Europe/Madrid', 'Tu cuenta de Alcázar está eliminada', '23:30 CET'],
    ['en', null, 'Your Alcázar account is deleted', '22:30 UTC'],
  ] as const)('gets a last mail in %s', async (locale, timeZone, subject, time) => {
    await owner`update profiles set locale = ${locale}, time_zone = ${timeZone} where id = ${ana.id}`;
    const profile =
      (await db.query.profiles.findFirst({ where: (row, { eq }) => eq(row.id, ana.id) })) ?? null;
    const visit = aVisit({ now: new Date('2026-03-04T22:30:00Z') });
    await AccountService.deleteAccount(actorOf(ana, { profile }), ana, visit);
    const [mail] = await mailsQueuedFor(ana.email);
    expect(mail).toMatchObject({ subject, userId: null });
    expect(mail?.text).toContain(time);
  });
});

describe('nobody leaves', () => {
  async function expectUntouched(): Promise<void> {
    expect(await recogniseSession(sessionClaimsIn(ana.accessToken), aVisit())).toMatchObject({
      state: 'live',
    });
    expect(await mailsQueuedFor(ana.email)).toEqual([]);
    expect(
      (await owner`select from security_events where kind = 'account_deleted' and user_id = ${ana.id}`)
        .length,
    ).toBe(0);
  }

  test('under another address than their own', async () => {
    const left = AccountService.deleteAccount(actorOf(ana), { email: `not-${ana.email}` }, aVisit());
    await expect(left).rejects.toMatchObject({ code: 'invalid', field: 'email' });
    await expectUntouched();
  });

  test('as the last administrator', async () => {
    await owner`update profiles set role = 'admin' where id = ${ana.id}`;
    const alone = drizzle(owner, { schema }).transaction(async (tx) => {
      // Alone first: whoever acts at the same time would hold one of these rows and wait for another.
      await tx.execute(sql`lock table profiles in share row exclusive mode`);
      await tx.update(profiles).set({ role: 'user' }).where(ne(profiles.id, ana.id));
      const last = AccountService.deleteAccount(actorOf(ana), ana, aVisit(), tx);
      await expect(last).rejects.toMatchObject({ code: 'conflict', message: m.account_delete_last_admin() });
      tx.rollback();
    });
    await expect(alone).rejects.toBeInstanceOf(TransactionRollbackError);
    await expectUntouched();
    await owner`update profiles set role = 'admin' where id = ${(await addUser()).id}`;
    await leave(ana);
  });

  test('with money in their wallet; once it is sent they can', async () => {
    const money = { amount: 500n, currency: 'EUR' } as const;
    await WalletService.topUp({ userId: ana.id, reference: crypto.randomUUID(), ...money }, new Date());
    await expect(leave(ana)).rejects.toMatchObject({ code: 'conflict' });
    await expectUntouched();

    const { email: recipient } = await addUser();
    await WalletService.transfer(
      ana,
      { ...money, recipient, note: null, key: crypto.randomUUID() },
      aVisit(),
    );
    await leave(ana);
    expect(await tablesWith(ana.id)).toEqual([]);
  });

  test('while they pay an invoice: the two wait for each other in one order, and both are done', async () => {
    const { id: priceId } = await newPrice();
    await fillWallet(ana.id, 3100n);
    const order = { priceId, country: 'ES', key: crypto.randomUUID() };
    const { subscriptionId, invoiceNumber } = await BillingService.createSubscription(ana, order, aVisit());
    const leaving = await db.transaction(async (tx) => {
      await tx.execute(sql`select from subscriptions where id = ${subscriptionId} for no key update`);
      const left = leave(ana);
      left.catch(() => undefined);
      await untilWaiting('%delete_account%');
      const number = invoiceNumber ?? '';
      await BillingService.payInvoice(ana, { number, key: crypto.randomUUID() }, aVisit(), tx);
      return { left };
    });
    await leaving.left;
    const [paid] = await owner`select status, user_id from invoices where number = ${invoiceNumber}`;
    expect(paid).toEqual({ status: 'paid', user_id: null });
  });

  describe('while money is on its way to them', () => {
    const money = { amount: 500n, currency: 'EUR' } as const;
    const transferTo = (to: TestUser) => ({
      ...money,
      recipient: to.email,
      note: null,
      key: crypto.randomUUID(),
    });
    const balanceOf = (user: { id: string }) => WalletService.getBalance(user, 'EUR');
    let sender: Awaited<ReturnType<typeof addUser>>;
    beforeEach(async () => {
      sender = await addUser();
      await fillWallet(sender.id, 500n);
    });

    test.each([
      ['into the wallet that they have', true],
      ['into one that is opened for it', false],
    ])('%s: they stay, and have it', async (_, hasWallet) => {
      if (hasWallet) await openWallet(ana.id, 'EUR');
      const { left } = await db.transaction(async (tx) => {
        await WalletService.transfer(sender, transferTo(ana), aVisit(), tx);
        const left = leave(ana);
        left.catch(() => undefined);
        await untilWaiting('%delete_account%');
        return { left };
      });
      await expect(left).rejects.toMatchObject({ code: 'conflict' });
      expect([await balanceOf(ana), await balanceOf(sender)]).toEqual([500n, 0n]);
    });

    test('and they are gone before it arrives: it stays with the sender', async () => {
      await openWallet(ana.id, 'EUR');
      const { sent } = await db.transaction(async (tx) => {
        await tx.execute(sql`select private.delete_account(${ana.id})`);
        const sent = WalletService.transfer(sender, transferTo(ana), aVisit());
        sent.catch(() => undefined);
        await untilWaiting('%ledger_entries%');
        return { sent };
      });
      await expect(sent).rejects.toMatchObject({ code: 'unprocessable' });
      expect(await balanceOf(sender)).toBe(500n);
    });
  });

  test('while money is on its way to them: it is one or the other', async () => {
    const money = { amount: 500n, currency: 'EUR' } as const;
    const sender = await addUser();
    await WalletService.topUp({ userId: sender.id, reference: crypto.randomUUID(), ...money }, new Date());
    const transfer = { ...money, recipient: ana.email, note: null, key: crypto.randomUUID() };
    const [sent, left] = await Promise.allSettled([
      WalletService.transfer(sender, transfer, aVisit()),
      leave(ana),
    ]);
    const balance = await WalletService.getBalance(ana, 'EUR');
    if (left.status === 'fulfilled') {
      expect([sent.status, balance]).toEqual(['rejected', 0n]);
      expect(await WalletService.getBalance(sender, 'EUR')).toBe(500n);
    } else {
      expect([sent.status, balance, left.reason.code]).toEqual(['fulfilled', 500n, 'conflict']);
    }
  });
});
