import { and, asc, eq, gt, or, type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '~/lib/data/system';
import { type Checkout, checkouts } from './checkouts.schema';

/**
 * That one checkout, locked as whoever settles it locks it: one at a time for each wallet, and with it everything that the
 * wallet still owes, in the order of their ids. What comes in pays those debts, and nobody may wait for one of them while
 * holding the wallet. Before the invoice and the ledger. Decision 120.
 */
export async function lockCheckout(isThis: SQL | undefined, tx: Transaction): Promise<Checkout | undefined> {
  const [found] = await tx
    .select({ id: checkouts.id, walletId: checkouts.walletId })
    .from(checkouts)
    .where(isThis);
  if (!found) return undefined;
  // The app may not lock the account itself, and whoever has begun to owe meanwhile has to be seen by the next statement.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`settling:${found.walletId}`}, 0))`);
  const owes = and(eq(checkouts.walletId, found.walletId), gt(checkouts.owed, 0n));
  const locked = await tx
    .select()
    .from(checkouts)
    .where(or(eq(checkouts.id, found.id), owes))
    .orderBy(asc(checkouts.id))
    .for('no key update');
  return locked.find(({ id }) => id === found.id);
}
