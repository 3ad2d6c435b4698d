import { nextInvoice } from '~/features/billing/billing.rules';
import type { LiveSubscription } from '~/features/billing/billing.service';
import { planState } from '~/features/billing/plan-words';
import { billingDay, priceWords } from '~/features/billing/words';
import * as m from '~/lib/i18n/paraglide/messages';

/** What the dashboard says of a plan. */
export interface ShownPlan {
  name: string;
  price: string;
  /** Minor units that are asked for next; null where nothing is. */
  next: { amount: bigint; currency: string } | null;
  /** When that will be, or why it will not. */
  note: string;
}

/** Put into words here: the browser needs neither the rows behind them nor the words for other plans. */
export function shownPlan(subscription: LiveSubscription): ShownPlan {
  const { plan, price } = subscription;
  const next = nextInvoice(subscription, price);
  return {
    name: plan.name,
    price: priceWords(price),
    next: next && { amount: next.amount, currency: next.currency },
    note: next ? m.billing_on({ date: billingDay(next.date) }) : planState(subscription).ends,
  };
}
