import { and, eq, type SQL } from 'drizzle-orm';
import type { Transaction } from '~/lib/data/system';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import type { Actor } from '~/lib/request/actor';
import { subscriptions } from './billing.schema';
import { type Invoice, invoices } from './invoices.schema';

/**
 * That one invoice, locked as whoever pays or changes it locks it: its subscription first, so that nobody waits in a circle.
 * Before the ledger is touched.
 */
export async function lockInvoice(isThis: SQL | undefined, tx: Transaction): Promise<Invoice | undefined> {
  const subscriptionOfIt = tx.select({ id: invoices.subscriptionId }).from(invoices).where(isThis);
  await tx
    .select({ id: subscriptions.id })
    .from(subscriptions)
    .where(eq(subscriptions.id, subscriptionOfIt))
    .for('no key update');
  const [invoice] = await tx.select().from(invoices).where(isThis).for('no key update');
  return invoice;
}

/** The actor's own of that number, locked in the same way. Throws `not_found`. */
export async function lockOwnInvoice(
  actor: Pick<Actor, 'id'>,
  number: string,
  tx: Transaction,
): Promise<Invoice> {
  const isOwn = and(eq(invoices.number, number), eq(invoices.userId, actor.id));
  const invoice = await lockInvoice(isOwn, tx);
  if (!invoice) throw new AppError('not_found', m.billing_invoice_missing());
  return invoice;
}
