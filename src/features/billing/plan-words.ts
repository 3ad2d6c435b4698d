import * as m from '~/lib/i18n/paraglide/messages';
import type { Subscription } from './billing.schema';
import { billingDay } from './words';

/** How a plan stands, in a word with its colour; and, where nothing is asked for next, why. */
export interface PlanState {
  word: string;
  tone: 'good' | 'action' | 'warn' | 'bad';
  ends: string;
}

type Live = Pick<Subscription, 'status' | 'cancelAtPeriodEnd' | 'periodEnd'>;

export function planState({ status, cancelAtPeriodEnd, periodEnd }: Live): PlanState {
  const end = billingDay(periodEnd);
  if (cancelAtPeriodEnd) {
    const ends = m.billing_plan_ends({ end });
    return { word: ends, tone: 'warn', ends: m.billing_plan_ends_note() };
  }
  const ends = m.billing_free_note();
  if (status === 'past_due') return { word: m.billing_plan_past_due(), tone: 'bad', ends };
  if (status === 'trialing') return { word: m.billing_plan_trial({ end }), tone: 'action', ends };
  return { word: m.billing_plan_active(), tone: 'good', ends };
}

const FOR_WHOM: Record<string, () => string> = {
  free: m.billing_plan_for_free,
  pro: m.billing_plan_for_pro,
  team: m.billing_plan_for_team,
};

/** Whom a plan is meant for; nothing for a plan that the seed does not know. */
export function planForWhom(planId: string): string | undefined {
  return FOR_WHOM[planId]?.();
}
