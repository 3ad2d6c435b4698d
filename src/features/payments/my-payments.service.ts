import { and, desc, eq, gt, isNull, type SQL, sql } from 'drizzle-orm';
import { invoices } from '~/features/billing/invoices.schema';
import { type Database, db } from '~/lib/data/system';
import { written } from '~/lib/db/written';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import type { Actor } from '~/lib/request/actor';
import { type Checkout, checkouts } from './checkouts.schema';
import { type CheckoutState, stateOf } from './payments.rules';
import { askOrWait } from './reconcile.service';

/** A checkout as its user sees it. */
export interface ListedCheckout
  extends Pick<
    Checkout,
    'id' | 'purpose' | 'amount' | 'currency' | 'createdAt' | 'url' | 'owed' | 'hasPaidInvoice'
  > {
  state: CheckoutState;
  invoiceNumber: string | null;
}

/** So many stand on the page of a user's card payments, the newest. */
const LISTED = 20;

/** The actor's card payments, the newest first. */
export async function listCheckouts(
  actor: Pick<Actor, 'id'>,
  database: Database = db,
): Promise<ListedCheckout[]> {
  return (await selected(eq(checkouts.userId, actor.id), database)).map(listed);
}

/** Those of which nobody knows yet what becomes of them. */
export async function listOpen(
  actor: Pick<Actor, 'id'>,
  now: Date,
  database: Database = db,
): Promise<ListedCheckout[]> {
  const found = await openCheckouts(database).execute({ userId: actor.id, now: now.toISOString() });
  return found.map(listed);
}

const openCheckouts = written((database: Database) => {
  const isOpen = and(
    isNull(checkouts.paidAt),
    isNull(checkouts.ended),
    gt(checkouts.expiresAt, sql.placeholder('now')),
  );
  const isOwn = eq(checkouts.userId, sql.placeholder('userId'));
  return selected(and(isOwn, isOpen), database).prepare('open_checkouts');
});

/** What the actor owes because cards took money back that had been spent: minor units, for each currency. */
export async function listDebts(
  actor: Pick<Actor, 'id'>,
  database: Database = db,
): Promise<{ currency: string; owed: bigint }[]> {
  return debts(database).execute({ userId: actor.id });
}

const debts = written((database: Database) =>
  database
    .select({ currency: checkouts.currency, owed: sql<string>`sum(${checkouts.owed})`.mapWith(BigInt) })
    .from(checkouts)
    .where(and(eq(checkouts.userId, sql.placeholder('userId')), gt(checkouts.owed, 0n)))
    .groupBy(checkouts.currency)
    .orderBy(checkouts.currency)
    .prepare('debts'),
);

/**
 * The actor's checkout, after asking the provider where nobody has told us its end: a webhook may be late, or lost. That a
 * browser came back is no reason to believe anything. Throws `not_found`.
 */
export async function findOut(
  actor: Pick<Actor, 'id'>,
  id: string,
  now: Date,
  database: Database = db,
): Promise<ListedCheckout> {
  const isOwn = and(eq(checkouts.id, id), eq(checkouts.userId, actor.id));
  const [known] = await database.select().from(checkouts).where(isOwn);
  if (!known) throw new AppError('not_found', m.payments_missing());
  if (stateOf(known) === 'open') await askOrWait(known, now, database);
  const [found] = await selected(isOwn, database);
  if (!found) throw new AppError('not_found', m.payments_missing());
  return listed(found);
}

function selected(which: SQL | undefined, database: Database) {
  return database
    .select({ checkout: checkouts, invoiceNumber: invoices.number })
    .from(checkouts)
    .leftJoin(invoices, eq(invoices.id, checkouts.invoiceId))
    .where(which)
    .orderBy(desc(checkouts.createdAt))
    .limit(LISTED);
}

type Selected = { checkout: Checkout; invoiceNumber: string | null };

function listed({ checkout, invoiceNumber }: Selected): ListedCheckout {
  const { id, purpose, amount, currency, createdAt, url, owed, hasPaidInvoice } = checkout;
  const state = stateOf(checkout);
  return { id, purpose, amount, currency, createdAt, url, owed, hasPaidInvoice, state, invoiceNumber };
}
