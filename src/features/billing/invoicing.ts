import { and, desc, eq } from 'drizzle-orm';
import { houseAccount, openWallet, type Part, post } from '~/features/wallet/ledger.service';
import type { Transaction } from '~/lib/data/system';
import { least } from '~/lib/least';
import { dueDate, type Period, taxIn, taxInPart } from './billing.rules';
import type { Subscription } from './billing.schema';
import { creditNotes } from './credit-notes.schema';
import { creditedAmount } from './credited';
import { requireCustomer } from './customers';
import { type Invoice, invoiceLines, invoices } from './invoices.schema';
import type { NewLine } from './plan-change.rules';
import { SELLER } from './seller';

/** What is to be asked for. */
export interface Demand {
  subscription: Pick<Subscription, 'id'>;
  userId: string;
  reason: Invoice['reason'];
  currency: string;
  period: Period;
  lines: readonly NewLine[];
}

/**
 * Writes an invoice and issues it, due in 30 days: the database gives it its number, which stays locked until the caller's
 * transaction ends, so this comes late in it. Null for what comes to nothing: nobody is asked for that.
 */
export async function issueInvoice(demand: Demand, now: Date, tx: Transaction): Promise<Invoice | null> {
  const { subscription, userId, reason, currency, period, lines } = demand;
  const amount = lines.reduce((sum, line) => sum + line.amount, 0n);
  if (amount === 0n) return null;

  const customer = await requireCustomer(userId, now, tx);
  const due = dueDate(now);
  const [draft] = await tx
    .insert(invoices)
    .values({
      ...customer,
      ...SELLER,
      subscriptionId: subscription.id,
      reason,
      status: 'draft',
      amount,
      taxAmount: taxIn(amount, customer.taxBasisPoints),
      currency,
      periodStart: period.start,
      periodEnd: period.end,
      dueDate: due,
    })
    .returning({ id: invoices.id });
  if (!draft) throw new Error('An insert without conflict clause came back empty.');
  await tx
    .insert(invoiceLines)
    .values(lines.map((line, index) => ({ ...line, invoiceId: draft.id, position: index + 1 })));
  const [issued] = await tx
    .update(invoices)
    .set({ status: 'pending', issuedAt: now, nextAttemptAt: due })
    .where(eq(invoices.id, draft.id))
    .returning();
  if (!issued) throw new Error(`The draft ${draft.id} was not there to be issued.`);
  return issued;
}

/**
 * Gives that much of what was paid for a subscription back to the wallet: a credit note for each invoice it comes from, the
 * newest first. The caller has locked the subscription. Throws when less was paid: that would be a bug.
 */
export async function giveBack(
  subscription: Pick<Subscription, 'id'>,
  { userId, amount }: { userId: string; amount: bigint },
  now: Date,
  tx: Transaction,
): Promise<void> {
  let left = amount;
  for (const { invoice, credited } of await listPaid(subscription, tx)) {
    const part = least(left, invoice.amount - credited);
    if (part > 0n) await credit(invoice, { userId, part, credited }, now, tx);
    left -= part;
  }
  if (left > 0n) throw new Error(`${left} more are to be given back than were paid for ${subscription.id}.`);
}

function listPaid({ id }: Pick<Subscription, 'id'>, tx: Transaction) {
  return tx
    .select({ invoice: invoices, credited: creditedAmount })
    .from(invoices)
    .where(and(eq(invoices.subscriptionId, id), eq(invoices.status, 'paid')))
    .orderBy(desc(invoices.issuedAt), desc(invoices.number));
}

async function credit(
  invoice: Invoice,
  { userId, part, credited }: { userId: string; part: bigint; credited: bigint },
  now: Date,
  tx: Transaction,
): Promise<void> {
  const id = crypto.randomUUID();
  const taxAmount = taxInPart(credited, part, invoice.taxBasisPoints);
  const wallet = await openWallet(userId, invoice.currency, tx);
  const parts = await partsOf({ ...invoice, amount: -part, taxAmount: -taxAmount }, wallet, tx);
  const posted = await post({ kind: 'refund', reference: `credit_note:${id}`, parts }, now, tx);
  await tx.insert(creditNotes).values({
    id,
    invoiceId: invoice.id,
    reason: 'plan_change',
    amount: part,
    taxAmount,
    ledgerTransactionId: posted.id,
    issuedAt: now,
  });
}

/** Money from a wallet to what the house earns and what it owes the state; the other way round below zero. */
export async function partsOf(
  { amount, taxAmount, currency }: Pick<Invoice, 'amount' | 'taxAmount' | 'currency'>,
  wallet: Part['account'],
  tx: Transaction,
): Promise<[Part, Part, ...Part[]]> {
  const revenue = await houseAccount('revenue', currency, tx);
  const parts: [Part, Part] = [
    { account: wallet, amount: -amount },
    { account: revenue, amount: amount - taxAmount },
  ];
  if (taxAmount === 0n) return parts;
  return [...parts, { account: await houseAccount('tax', currency, tx), amount: taxAmount }];
}
