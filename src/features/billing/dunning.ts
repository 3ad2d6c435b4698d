import { and, eq, ne } from 'drizzle-orm';
import type { Transaction } from '~/lib/data/system';
import { AppError } from '~/lib/errors';
import { retryAt } from './billing.rules';
import { subscriptions } from './billing.schema';
import { tellCustomer } from './billing-mail';
import { collect, voidInvoices } from './collecting';
import { type Invoice, invoices } from './invoices.schema';

/** What became of an invoice that was due. */
export type Asked = 'collected' | 'overdue' | 'unpaid';

/**
 * Tries to collect a locked invoice that is due, whose subscription is locked as well. What cannot be collected is overdue
 * and tried again; after the last time the subscription ends, and what is open of it is void: nobody is chased for ever.
 */
export async function askFor(invoice: Invoice, now: Date, tx: Transaction): Promise<Asked> {
  if (await isCollected(invoice, now, tx)) return 'collected';
  const attempts = invoice.attempts + 1;
  const nextAttemptAt = retryAt(attempts, now);
  if (!nextAttemptAt) {
    await giveUp(invoice, now, tx);
    return 'unpaid';
  }
  await tx
    .update(invoices)
    .set({ status: 'overdue', overdueAt: invoice.overdueAt ?? now, attempts, nextAttemptAt })
    .where(eq(invoices.id, invoice.id));
  await tx.update(subscriptions).set({ status: 'past_due' }).where(isLive(invoice));
  await tellCustomer('reminder', { invoice, userId: invoice.userId }, now, tx);
  return 'overdue';
}

async function isCollected(invoice: Invoice, now: Date, tx: Transaction): Promise<boolean> {
  try {
    // A savepoint: the ledger's refusal would end the transaction that has to write it down.
    await tx.transaction((nested) => collect(invoice, now, nested));
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'conflict') return false;
    throw error;
  }
}

async function giveUp(invoice: Invoice, now: Date, tx: Transaction): Promise<void> {
  await voidInvoices(invoice.subscriptionId, ['pending', 'overdue'], 'unpaid', now, tx);
  await tx
    .update(subscriptions)
    .set({ status: 'cancelled', cancelledAt: now, endReason: 'unpaid' })
    .where(isLive(invoice));
  await tellCustomer('end', { invoice, userId: invoice.userId }, now, tx);
}

function isLive({ subscriptionId }: Invoice) {
  return and(eq(subscriptions.id, subscriptionId), ne(subscriptions.status, 'cancelled'));
}
