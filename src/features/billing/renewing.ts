import { eq } from 'drizzle-orm';
import type { Transaction } from '~/lib/data/system';
import { nextPeriod } from './billing.rules';
import { subscriptions } from './billing.schema';
import { tellCustomer } from './billing-mail';
import { issueInvoice } from './invoicing';
import { periodLine } from './plan-change.rules';
import type { Subscribed } from './subscribed';

/** What became of a subscription whose period was over. */
export type Renewed = 'renewed' | 'ended';

/**
 * Leads a locked subscription over the end of its period: into the next one, which is asked for, or to its own end if that
 * is what its user wanted. One period at a time: what is behind for several comes here several times.
 */
export async function renew(found: Subscribed, now: Date, tx: Transaction): Promise<Renewed> {
  const { subscription, plan, price } = found;
  const isThis = eq(subscriptions.id, subscription.id);
  if (subscription.cancelAtPeriodEnd) {
    const ended = {
      status: 'cancelled',
      cancelledAt: subscription.periodEnd,
      endReason: 'period_end',
    } as const;
    await tx.update(subscriptions).set(ended).where(isThis);
    return 'ended';
  }
  const { userId, status } = subscription;
  if (!userId) throw new Error(`The subscription ${subscription.id} runs and has no user.`);
  const { start, end, ...counted } = nextPeriod(subscription, price.interval);
  const isFirst = status === 'trialing';
  await tx
    .update(subscriptions)
    .set({ ...counted, periodStart: start, periodEnd: end, status: isFirst ? 'active' : status })
    .where(isThis);
  const period = { start, end };
  const lines = [periodLine({ plan, price }, period)];
  const demand = { subscription, userId, reason: isFirst ? 'start' : 'renewal', period, lines } as const;
  const invoice = await issueInvoice({ ...demand, currency: price.currency }, now, tx);
  if (invoice) await tellCustomer('invoice', { invoice, userId }, now, tx);
  return 'renewed';
}
