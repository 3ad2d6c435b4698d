import { and, asc, eq, isNull, lte } from 'drizzle-orm';
import { type Database, db } from '~/lib/data/system';
import { log } from '~/lib/log.server';
import { type Checkout, checkouts } from './checkouts.schema';
import { lockCheckout } from './lock-checkout';
import { stateOf } from './payments.rules';
import type { PaymentFact } from './provider';
import { requireProvider } from './providers.server';
import { settle } from './settling';

/** So long a webhook may take before somebody asks. */
const PATIENCE_MS = 10 * 60 * 1000;

/** So many are asked about in one run, the oldest first. */
const RUN_MAX = 200;

/**
 * Asks the providers about all checkouts that have been open for ten minutes: what a webhook that was lost would have told.
 * Answers how many were asked about and how many of them had come to an end. One that cannot be asked about now is left
 * for the next run. Guide 22.
 */
export async function reconcile(
  now: Date,
  database: Database = db,
): Promise<{ asked: number; ended: number }> {
  const isOpen = and(isNull(checkouts.paidAt), isNull(checkouts.ended));
  const open = await database
    .select()
    .from(checkouts)
    .where(and(isOpen, lte(checkouts.createdAt, new Date(now.getTime() - PATIENCE_MS))))
    .orderBy(asc(checkouts.createdAt))
    .limit(RUN_MAX);
  let ended = 0;
  for (const checkout of open) if (await askOrWait(checkout, now, database)) ended += 1;
  return { asked: open.length, ended };
}

/** Asks what has become of a checkout and believes the answer. True when it is over; a provider that is away says nothing. */
export async function askOrWait(checkout: Checkout, now: Date, database: Database = db): Promise<boolean> {
  try {
    const facts = await factsOf(checkout, now);
    if (facts.length === 0) return false;
    return await database.transaction(async (tx) => {
      const locked = await lockCheckout(eq(checkouts.id, checkout.id), tx);
      if (!locked) return false;
      return stateOf(await settle(locked, facts, now, tx)) !== 'open';
    });
  } catch (err) {
    log.warn('payments.not_asked', { checkoutId: checkout.id, provider: checkout.provider, err });
    return false;
  }
}

async function factsOf({ reference, provider, expiresAt }: Checkout, now: Date): Promise<PaymentFact[]> {
  // Nobody was ever shown a page on which to pay it.
  if (!reference) return expiresAt <= now ? [{ kind: 'ended', how: 'expired' }] : [];
  return (await requireProvider(provider)).findFacts(reference, now);
}
