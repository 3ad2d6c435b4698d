import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import { type Database, db } from '~/lib/data/system';
import { keyset } from '~/lib/db/keyset';
import { type Page, type Place, pageOf } from '~/lib/keyset';
import type { Actor } from '~/lib/request/actor';
import type { InvoicesQuery } from './billing.input';
import type { INVOICE_STATES } from './billing.rules';
import { creditedAmount } from './credited';
import { type Invoice, invoices } from './invoices.schema';

/** A line of the list of somebody's invoices. */
export interface ListedInvoice
  extends Pick<Invoice, 'amount' | 'taxAmount' | 'currency' | 'country' | 'billedTo' | 'dueDate'> {
  /** Its place in the list, for the pages beside it. */
  position: string;
  number: string;
  status: (typeof INVOICE_STATES)[number];
  issuedAt: Date;
  paidAt: Date | null;
  periodStart: Date;
  periodEnd: Date;
  /** Minor units that went back to the wallet. */
  credited: bigint;
}

/** So many invoices stand on a page. */
const INVOICES_PER_PAGE = 20;

/** The actor's invoices in that state, the newest first, a page at a time. Guide 21. */
export async function listInvoices(
  actor: Pick<Actor, 'id'>,
  { state, ...place }: Partial<Pick<InvoicesQuery, 'state'>> & Place,
  database: Database = db,
  size = INVOICES_PER_PAGE,
): Promise<Page<ListedInvoice>> {
  const { position, where, orderBy } = keyset(invoices.issuedAt, invoices.id, place);
  const read = await database
    .select({
      position,
      number,
      issuedAt,
      status,
      amount: invoices.amount,
      taxAmount: invoices.taxAmount,
      currency: invoices.currency,
      country: invoices.country,
      billedTo: invoices.billedTo,
      dueDate: invoices.dueDate,
      paidAt: invoices.paidAt,
      periodStart: invoices.periodStart,
      periodEnd: invoices.periodEnd,
      credited: creditedAmount,
    })
    .from(invoices)
    .where(
      and(
        eq(invoices.userId, actor.id),
        // A draft is seen by nobody: it is issued in the transaction that writes it.
        isNotNull(invoices.issuedAt),
        state && eq(invoices.status, state),
        where,
      ),
    )
    .orderBy(...orderBy)
    .limit(size + 1);
  return pageOf(read, place, size);
}

/** What the actor has to pay, what has waited longest first: there are never more than a few. */
export function listOpenInvoices(actor: Pick<Actor, 'id'>, database: Database = db) {
  const isOpenOne = inArray(invoices.status, ['pending', 'overdue']);
  return database
    .select({
      number,
      amount: invoices.amount,
      currency: invoices.currency,
      status: invoices.status,
      dueDate: invoices.dueDate,
    })
    .from(invoices)
    .where(and(eq(invoices.userId, actor.id), isOpenOne))
    .orderBy(invoices.issuedAt, invoices.id);
}

export type OpenInvoice = Awaited<ReturnType<typeof listOpenInvoices>>[number];

// Empty for a draft alone, and no draft is asked for.
const number = sql<string>`${invoices.number}`;
const status = sql<(typeof INVOICE_STATES)[number]>`${invoices.status}`;
const issuedAt = sql<Date>`${invoices.issuedAt}`.mapWith(invoices.issuedAt);
