import { eq, type SQL } from 'drizzle-orm';
import type { Transaction } from '~/lib/data/system';
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
