import { and, asc, eq, inArray, ne } from 'drizzle-orm';
import { unionAll } from 'drizzle-orm/pg-core';
import { type Database, db } from '~/lib/data/system';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import type { Actor } from '~/lib/request/actor';
import { creditNotes } from './credit-notes.schema';
import { payments } from './invoice-payments.schema';
import { invoiceLines, invoices } from './invoices.schema';

/**
 * An invoice of the actor's with its lines, its payment and what of it went back, read at one moment. Throws `not_found` for
 * a number that is not theirs: another user's invoice does not exist. Guide 21.
 */
export async function requireInvoice(actor: Pick<Actor, 'id'>, number: string, database: Database = db) {
  const invoice = await database.query.invoices.findFirst({
    where: and(eq(invoices.number, number), eq(invoices.userId, actor.id), ne(invoices.status, 'draft')),
    with: {
      lines: { orderBy: asc(invoiceLines.position) },
      payment: true,
      creditNotes: { orderBy: [asc(creditNotes.issuedAt), asc(creditNotes.number)] },
    },
  });
  if (!invoice?.issuedAt) throw new AppError('not_found', m.billing_invoice_missing());
  return { ...invoice, number, issuedAt: invoice.issuedAt };
}

export type IssuedInvoice = Awaited<ReturnType<typeof requireInvoice>>;

/** The numbers of the actor's invoices that these ledger transactions paid, or gave back of, by transaction. */
export async function invoiceNumbersOf(
  actor: Pick<Actor, 'id'>,
  transactionIds: string[],
  database: Database = db,
): Promise<Map<string, string>> {
  if (transactionIds.length === 0) return new Map();
  const [paid, credited] = [payments, creditNotes].map((document) =>
    database
      .select({ transactionId: document.ledgerTransactionId, number: invoices.number })
      .from(document)
      .innerJoin(invoices, eq(invoices.id, document.invoiceId))
      .where(and(inArray(document.ledgerTransactionId, transactionIds), eq(invoices.userId, actor.id))),
  );
  if (!paid || !credited) return new Map();
  const found = await unionAll(paid, credited);
  return new Map(found.map(({ transactionId, number }) => [transactionId, number ?? '']));
}
