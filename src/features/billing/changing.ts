import { eq } from 'drizzle-orm';
import type { Database, Transaction } from '~/lib/data/system';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import { subscriptions } from './billing.schema';
import { giveBack, issueInvoice } from './invoicing';
import { type PricedPlan, requireOffer } from './offers';
import { type PlanChange, planChange } from './plan-change.rules';
import { owesSomething, type Subscribed } from './subscribed';

/** A change of plan as it would be now. */
export interface ChangePreview extends PlanChange {
  from: PricedPlan;
  to: PricedPlan;
}

/**
 * What the change comes to, for the page that shows it and for the command that carries it out. Throws `unprocessable` for
 * a price that is not on sale or in another currency, `conflict` for the plan they have, for whoever has an invoice to pay
 * (what was not paid cannot be given back), and, to be tried again, while the period is being renewed.
 */
export async function weighChange(
  { subscription, plan, price }: Subscribed,
  priceId: string,
  now: Date,
  database: Database,
): Promise<ChangePreview> {
  const to = await requireOffer(priceId, database);
  if (to.price.id === price.id) throw new AppError('conflict', m.billing_same_plan());
  if (to.price.currency !== price.currency) throw new AppError('unprocessable', m.billing_other_currency());
  if (subscription.periodEnd <= now) {
    throw new AppError('conflict', m.billing_being_renewed(), { retryAfterSeconds: 60 });
  }
  if (await owesSomething(subscription, database)) throw new AppError('conflict', m.billing_pay_first());
  return { ...planChange({ ...subscription, plan, price }, to, now), from: { plan, price }, to };
}

/** Carries out what was weighed, of a subscription that the caller has locked. Answers the number of the invoice, if any. */
export async function applyChange(
  { subscription }: Subscribed,
  { to, lines, total, period, startsNow }: ChangePreview,
  now: Date,
  tx: Transaction,
): Promise<string | null> {
  const { userId } = subscription;
  if (!userId) throw new Error(`The subscription ${subscription.id} runs and has no user.`);
  const restarted = { anchor: now, periodIndex: 0, periodStart: period.start, periodEnd: period.end };
  await tx
    .update(subscriptions)
    .set({ planId: to.plan.id, priceId: to.price.id, priceSince: now, ...(startsNow ? restarted : {}) })
    .where(eq(subscriptions.id, subscription.id));
  if (total < 0n) await giveBack(subscription, { userId, amount: -total }, now, tx);
  if (total <= 0n) return null;
  const demand = { subscription, userId, reason: 'plan_change', currency: to.price.currency, lines } as const;
  const invoice = await issueInvoice({ ...demand, period: { start: now, end: period.end } }, now, tx);
  return invoice?.number ?? null;
}
