import { and, eq, inArray } from 'drizzle-orm';
import { findWallet, post } from '~/features/wallet/ledger.service';
import type { Transaction } from '~/lib/data/system';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import { subscriptions } from './billing.schema';
import { tellCustomer } from './billing-mail';
import { type Payment, payments } from './invoice-payments.schema';
import { type Invoice, invoices } from './invoices.schema';
import { partsOf } from './invoicing';

/**
 * Takes what an open invoice asks for from its customer's wallet: entries, payment, the invoice's state and the receipt, in
 * the caller's transaction, which has locked the subscription and the invoice. Money of a card comes through the wallet too,
 * and `method` says so. Answers the ledger transaction.
 * Throws `conflict` without enough money; the caller's transaction can not go on after it.
 */
export async function collect(
  invoice: Invoice,
  now: Date,
  tx: Transaction,
  method: Payment['method'] = 'wallet',
): Promise<string> {
  const { id, userId, subscriptionId, amount, currency } = invoice;
  const wallet = userId ? await findWallet(userId, currency, tx) : null;
  if (!userId || !wallet || wallet.balance < amount) throw new AppError('conflict', m.wallet_not_enough());
  const parts = await partsOf(invoice, wallet, tx);
  const posted = await post({ kind: 'payment', reference: `invoice:${id}`, parts }, now, tx);
  const ledgerTransactionId = posted.id;
  await tx
    .insert(payments)
    .values({ invoiceId: id, amount, currency, method, ledgerTransactionId, paidAt: now });
  await tx
    .update(invoices)
    .set({ status: 'paid', paidAt: now, nextAttemptAt: null })
    .where(eq(invoices.id, id));
  await bringBack(subscriptionId, tx);
  await tellCustomer('receipt', { invoice, userId }, now, tx);
  return ledgerTransactionId;
}

/** Makes what is still to be paid of a subscription void, as far as it is in one of these states. */
export async function voidInvoices(
  subscriptionId: string,
  states: Invoice['status'][],
  voidReason: NonNullable<Invoice['voidReason']>,
  now: Date,
  tx: Transaction,
): Promise<void> {
  await tx
    .update(invoices)
    .set({ status: 'void', voidedAt: now, voidReason, nextAttemptAt: null })
    .where(and(eq(invoices.subscriptionId, subscriptionId), inArray(invoices.status, states)));
}

/** Who was behind and has paid all of it is a customer like any other. */
async function bringBack(subscriptionId: string, tx: Transaction): Promise<void> {
  const behind = await tx.$count(
    invoices,
    and(eq(invoices.subscriptionId, subscriptionId), eq(invoices.status, 'overdue')),
  );
  if (behind > 0) return;
  await tx
    .update(subscriptions)
    .set({ status: 'active' })
    .where(and(eq(subscriptions.id, subscriptionId), eq(subscriptions.status, 'past_due')));
}
