import { and, desc, eq, gt, isNull, type SQL, sql } from 'drizzle-orm';
import { invoices } from '~/features/billing/invoices.schema';
import { type Database, db } from '~/lib/data/system';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import type { Actor } from '~/lib/request/actor';
import { type CheckoutState, stateOf } from './payments.rules';
import { type Checkout, checkouts } from './payments.schema';
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
export function listCheckouts(actor: Pick<Actor, 'id'>, database: Database = db): Promise<ListedCheckout[]> {
  return listed(eq(checkouts.userId, actor.id), database);
}

/** Those of which nobody knows yet what becomes of them. */
export function listOpen(
  actor: Pick<Actor, 'id'>,
  now: Date,
  database: Database = db,
): Promise<ListedCheckout[]> {
  const isOpen = and(isNull(checkouts.paidAt), isNull(checkouts.ended), gt(checkouts.expiresAt, now));
  return listed(and(eq(checkouts.userId, actor.id), isOpen), database);
}

/** What the actor owes because cards took money back that had been spent: minor units, for each currency. */
export async function listDebts(
  actor: Pick<Actor, 'id'>,
  database: Database = db,
): Promise<{ currency: string; owed: bigint }[]> {
  return database
    .select({ currency: checkouts.currency, owed: sql<string>`sum(${checkouts.owed})`.mapWith(BigInt) })
    .from(checkouts)
    .where(and(eq(checkouts.userId, actor.id), gt(checkouts.owed, 0n)))
    .groupBy(checkouts.currency)
    .orderBy(checkouts.currency);
}

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
  const [found] = await listed(isOwn, database);
  if (!found) throw new AppError('not_found', m.payments_missing());
  return found;
}

async function listed(which: SQL | undefined, database: Database): Promise<ListedCheckout[]> {
  const found = await database
    .select({ checkout: checkouts, invoiceNumber: invoices.number })
    .from(checkouts)
    .leftJoin(invoices, eq(invoices.id, checkouts.invoiceId))
    .where(which)
    .orderBy(desc(checkouts.createdAt))
    .limit(LISTED);
  return found.map(({ checkout, invoiceNumber }) => {
    const { id, purpose, amount, currency, createdAt, url, owed, hasPaidInvoice } = checkout;
    const state = stateOf(checkout);
    return { id, purpose, amount, currency, createdAt, url, owed, hasPaidInvoice, state, invoiceNumber };
  });
}
