import { and, eq } from 'drizzle-orm';
import { type Database, db, type Transaction } from '~/lib/data/system';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import type { Actor } from '~/lib/request/actor';
import { isOpen } from './billing.rules';
import { collect } from './collecting';
import { type Invoice, invoices } from './invoices.schema';
import { lockInvoice } from './lock-invoice';

/** The actor's invoice that is still to be paid. Throws `not_found`, `conflict` for one that is not open. */
export async function requireOpenInvoice(
  actor: Pick<Actor, 'id'>,
  number: string,
  database: Database = db,
): Promise<Invoice> {
  const isOwn = and(eq(invoices.number, number), eq(invoices.userId, actor.id));
  const [invoice] = await database.select().from(invoices).where(isOwn);
  if (!invoice) throw new AppError('not_found', m.billing_invoice_missing());
  if (!isOpen(invoice)) throw new AppError('conflict', m.billing_invoice_settled());
  return invoice;
}

/** An invoice that a card has paid for, locked. */
export async function lockInvoiceById(id: string, tx: Transaction): Promise<Invoice> {
  const invoice = await lockInvoice(eq(invoices.id, id), tx);
  if (!invoice) throw new Error(`There is no invoice ${id}, although somebody was sent to pay it.`);
  return invoice;
}

/**
 * Pays a locked invoice with money that a card has just brought into its customer's wallet. False where it was paid by other
 * means meanwhile, has become void, or the money is not there any more: it stays in the wallet then. Decision 115.
 */
export async function collectFromCard(invoice: Invoice, now: Date, tx: Transaction): Promise<boolean> {
  if (!isOpen(invoice)) return false;
  try {
    // A savepoint: the refusal must not take back that the money came in.
    await tx.transaction((nested) => collect(invoice, now, nested, 'card'));
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'conflict') return false;
    throw error;
  }
}
