import { and, asc, eq, inArray, lt, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import type { Sql } from 'postgres';
import { addDays, isOpen, periodAt } from '~/features/billing/billing.rules';
import { subscriptions } from '~/features/billing/billing.schema';
import * as BillingService from '~/features/billing/billing.service';
import { askFor } from '~/features/billing/dunning';
import { invoices } from '~/features/billing/invoices.schema';
import { renew } from '~/features/billing/renewing';
import { subscribedBy } from '~/features/billing/subscribed';
import * as WalletService from '~/features/wallet/wallet.service';
import type { Transaction } from '~/lib/data/system';
import * as schema from '~/lib/db/schema';
import { newKey } from '~/lib/idempotency/key';
import { mailOutbox } from '~/lib/mail/outbox.schema';

/** The invoice that nobody pays came so long ago: it is overdue by now, and not yet given up. */
const UNPAID_FOR_DAYS = 40;
const MONTHS_BEFORE = 10;

/**
 * A plan in dollars that the user had for most of a year, by the verbs of the pages and of the clock: months that were paid,
 * one of them changed to Team and back with a credit note, one that is overdue, and a last one that became void when the plan
 * was cancelled for one in euros. All of it or nothing; whoever has had a plan is left alone. Answers one line.
 */
export function seedHistory(owner: Sql, userId: string, now: Date): Promise<string> {
  return drizzle(owner, { schema }).transaction(async (tx) => {
    // Two seeds at once come one after the other.
    await tx.execute(sql`select from profiles where id = ${userId} for update`);
    if ((await tx.$count(subscriptions, eq(subscriptions.userId, userId))) > 0) {
      return 'invoices of last year: there has been a plan, left as it is';
    }
    await liveThrough({ userId, now }, tx);
    // Nobody wants the mails of last year today.
    await tx.delete(mailOutbox).where(and(eq(mailOutbox.userId, userId), lt(mailOutbox.createdAt, now)));
    const count = await tx.$count(invoices, eq(invoices.userId, userId));
    return `invoices of last year: ${count}, paid, overdue and void`;
  });
}

type Story = { userId: string; now: Date };

async function liveThrough({ userId, now }: Story, tx: Transaction): Promise<void> {
  const unpaidAt = addDays(now, -UNPAID_FOR_DAYS);
  const { start } = periodAt(unpaidAt, 'month', -MONTHS_BEFORE);
  const asked = { priceId: 'pro-month-usd', country: 'ES', key: newKey() };
  const { subscriptionId } = await BillingService.createSubscription({ id: userId }, asked, at(start), tx);
  await payOpen(userId, addDays(start, 2), tx);
  for (let month = 1; month < MONTHS_BEFORE; month++) {
    const began = await renewOnce(subscriptionId, tx);
    await payOpen(userId, addDays(began, 2), tx);
    if (month === 4) await tryTeam({ userId, subscriptionId, began }, tx);
  }
  await renewOnce(subscriptionId, tx);
  const [unpaid] = await openOf(userId, tx);
  await renewOnce(subscriptionId, tx);
  const cancelled = { subscriptionId, when: 'now', key: newKey() } as const;
  if (unpaid) await askUntil(unpaid.id, now, tx);
  await BillingService.cancelSubscription({ id: userId }, cancelled, at(now), tx);
}

/** Ten days of Team in the middle of a month: its price for them, and the rest back to the wallet. */
async function tryTeam(
  { userId, subscriptionId, began }: { userId: string; subscriptionId: string; began: Date },
  tx: Transaction,
): Promise<void> {
  const change = async (priceId: string, now: Date) => {
    const other = { subscriptionId, priceId };
    const { total } = await BillingService.previewChange({ id: userId }, other, now, tx);
    await BillingService.changePlan({ id: userId }, { ...other, total, key: newKey() }, at(now), tx);
  };
  await change('team-month-usd', addDays(began, 5));
  await payOpen(userId, addDays(began, 6), tx);
  await change('pro-month-usd', addDays(began, 15));
}

/** Puts as much into the wallet as the open invoices ask for, and pays them. */
async function payOpen(userId: string, now: Date, tx: Transaction): Promise<void> {
  for (const { number, amount, currency } of await openOf(userId, tx)) {
    const reference = `seed:${userId}:${number}`;
    await WalletService.topUp({ userId, amount, currency, reference }, now, tx);
    const command = { number: number ?? '', key: newKey() };
    await BillingService.payInvoice({ id: userId }, command, at(now), tx);
  }
}

function openOf(userId: string, tx: Transaction) {
  const isOpenOne = inArray(invoices.status, ['pending', 'overdue']);
  return tx
    .select()
    .from(invoices)
    .where(and(eq(invoices.userId, userId), isOpenOne))
    .orderBy(asc(invoices.issuedAt));
}

/** Into the next period, at the very end of the one before. Answers when it began. */
async function renewOnce(subscriptionId: string, tx: Transaction): Promise<Date> {
  const [found] = await subscribedBy(eq(subscriptions.id, subscriptionId), tx);
  if (!found) throw new Error(`The subscription ${subscriptionId} is gone.`);
  const began = found.subscription.periodEnd;
  await renew(found, began, tx);
  return began;
}

/** Tries to collect it whenever that was due until now, as the clock would have. */
async function askUntil(invoiceId: string, now: Date, tx: Transaction): Promise<void> {
  for (;;) {
    const [invoice] = await tx.select().from(invoices).where(eq(invoices.id, invoiceId));
    if (!invoice?.nextAttemptAt || !isOpen(invoice) || invoice.nextAttemptAt > now) return;
    await askFor(invoice, invoice.nextAttemptAt, tx);
  }
}

function at(now: Date) {
  return { now, address: null, userAgent: null, requestId: null };
}
