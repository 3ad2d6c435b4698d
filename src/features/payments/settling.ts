import { and, eq, sql } from 'drizzle-orm';
import { collectFromCard, lockInvoiceById } from '~/features/billing/card-payment';
import { houseAccount, post } from '~/features/wallet/ledger.service';
import type { Transaction } from '~/lib/data/system';
import { type Checkout, checkouts } from './checkouts.schema';
import { dueOf, learn } from './payments.rules';
import type { PaymentFact } from './provider';
import { payDebts, takeBack } from './returning';
import { webhookEvents } from './webhook-events.schema';

/**
 * Hears facts about a checkout that the caller has locked (`lockCheckout`), and tells the ledger what it does not know yet: the money that
 * came in, the invoice it was for, what went back. However often and in whatever order facts are heard, the same is known
 * and posted in the end. In the caller's transaction; throws for facts that cannot be. Guide 22, decision 114.
 */
export async function settle(
  checkout: Checkout,
  facts: readonly PaymentFact[],
  now: Date,
  tx: Transaction,
): Promise<Checkout> {
  const known = facts.reduce(learn, checkout);
  if (known.paymentReference !== checkout.paymentReference) await callWaiting(known, now, tx);
  const { paidAt, ended, paymentReference, customerReference, refunded, disputed, disputeWon } = known;
  await tx
    .update(checkouts)
    .set({ paidAt, ended, paymentReference, customerReference, refunded, disputed, disputeWon })
    .where(eq(checkouts.id, checkout.id));

  const due = dueOf(known);
  const credited = due.credit ? await bringIn(known, now, tx) : known;
  if (due.takeBack !== 0n) await takeBack(credited, due.takeBack, now, tx);
  return credited;
}

/**
 * Holds whoever speaks of a payment that no checkout has yet, until the transaction that gives it to one is over; and the
 * other way round. Else each would miss the other, and an event would wait for ever.
 */
export async function lockPayment(
  { provider, payment }: { provider: Checkout['provider']; payment: string },
  tx: Transaction,
): Promise<void> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`payment:${provider}:${payment}`}, 0))`,
  );
}

/** What had been said of this payment before anybody here knew it is handled now. */
async function callWaiting(
  { provider, paymentReference }: Checkout,
  now: Date,
  tx: Transaction,
): Promise<void> {
  if (paymentReference === null) return;
  await lockPayment({ provider, payment: paymentReference }, tx);
  await tx
    .update(webhookEvents)
    .set({ status: 'received', waitsFor: null, nextAttemptAt: now })
    .where(
      and(
        eq(webhookEvents.provider, provider),
        eq(webhookEvents.waitsFor, paymentReference),
        eq(webhookEvents.status, 'waiting'),
      ),
    );
}

async function bringIn(checkout: Checkout, now: Date, tx: Transaction): Promise<Checkout> {
  const { id, walletId, amount, currency, provider, invoiceId } = checkout;
  // Before the ledger's accounts, as everybody locks them.
  const invoice = invoiceId ? await lockInvoiceById(invoiceId, tx) : null;
  const wallet = { id: walletId, currency };
  const clearing = await houseAccount('clearing', currency, tx);
  const parts = [
    { account: wallet, amount },
    { account: clearing, amount: -amount },
  ] as const;
  const posted = await post(
    { kind: 'top_up', reference: `top_up:checkout:${id}`, parts, metadata: { checkout: id, provider } },
    now,
    tx,
  );
  const hasPaidInvoice = invoice ? await collectFromCard(invoice, now, tx) : false;
  const done = { transactionId: posted.id, hasPaidInvoice };
  await tx.update(checkouts).set(done).where(eq(checkouts.id, id));
  if (!invoice) await payDebts(checkout, now, tx);
  return { ...checkout, ...done };
}
