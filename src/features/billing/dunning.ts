import { and, eq, ne } from 'drizzle-orm';
import type { Transaction } from '~/lib/data/system';
import { AppError } from '~/lib/errors';
import { retryAt } from './billing.rules';
import { type Subscription, subscriptions } from './billing.schema';
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
  const live = await change(invoice, { status: 'past_due' }, tx);
  await tellCustomer(live ? 'reminder' : 'reminder_after_end', { invoice, userId: invoice.userId }, now, tx);
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
  const end = { status: 'cancelled', cancelledAt: now, endReason: 'unpaid' } as const;
  const ended = await change(invoice, end, tx);
  await tellCustomer(ended ? 'end' : 'void', { invoice, userId: invoice.userId }, now, tx);
}

/** Changes the invoice's subscription, and answers whether there was one to change: one that has ended stays as it ended. */
async function change(
  { subscriptionId }: Invoice,
  values: Partial<Subscription>,
  tx: Transaction,
): Promise<boolean> {
  const changed = await tx
    .update(subscriptions)
    .set(values)
    .where(and(eq(subscriptions.id, subscriptionId), ne(subscriptions.status, 'cancelled')))
    .returning({ id: subscriptions.id });
  return changed.length > 0;
}
