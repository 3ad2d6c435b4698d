import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import { type Database, db } from '~/lib/data/system';
import { edgeOf, keyset, PLACES, type Way, wayOf } from '~/lib/db/keyset';
import { written } from '~/lib/db/written';
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
  status: State;
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
  const read = await invoicesOf(database, wayOf(place), state ?? '').execute({
    userId: actor.id,
    ...edgeOf(place),
    size: size + 1,
  });
  return pageOf(read, place, size);
}

type State = (typeof INVOICE_STATES)[number];

/** In any state where it is empty. */
const invoicesOf = written((database: Database, way: Way, state: State | '') => {
  const { position, where, orderBy } = keyset(invoices.issuedAt, invoices.id, PLACES[way]);
  return database
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
        eq(invoices.userId, sql.placeholder('userId')),
        // A draft is seen by nobody: it is issued in the transaction that writes it.
        isNotNull(invoices.issuedAt),
        state ? eq(invoices.status, state) : undefined,
        where,
      ),
    )
    .orderBy(...orderBy)
    .limit(sql.placeholder('size'))
    .prepare('invoices');
});

/** What the actor has to pay, what has waited longest first: there are never more than a few. */
export function listOpenInvoices(actor: Pick<Actor, 'id'>, database: Database = db) {
  return openInvoices(database).execute({ userId: actor.id });
}

const openInvoices = written((database: Database) =>
  database
    .select({
      number,
      amount: invoices.amount,
      currency: invoices.currency,
      status: invoices.status,
      dueDate: invoices.dueDate,
    })
    .from(invoices)
    .where(
      and(eq(invoices.userId, sql.placeholder('userId')), inArray(invoices.status, ['pending', 'overdue'])),
    )
    .orderBy(invoices.issuedAt, invoices.id)
    .prepare('open_invoices'),
);

export type OpenInvoice = Awaited<ReturnType<typeof listOpenInvoices>>[number];

// Empty for a draft alone, and no draft is asked for.
const number = sql<string>`${invoices.number}`;
const status = sql<State>`${invoices.status}`;
const issuedAt = sql<Date>`${invoices.issuedAt}`.mapWith(invoices.issuedAt);
