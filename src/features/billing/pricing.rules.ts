import type { Price } from './billing.schema';
import type { PricedPlan } from './offers';

export const INTERVALS = ['month', 'year'] as const;
type Interval = Price['interval'];

/** The plans as a page of prices shows them: one price each, in one currency, by the month or by the year. Pure. */
export function shownOffers(
  offers: PricedPlan[],
  { currency, interval }: { currency: string; interval: Interval },
): PricedPlan[] {
  // What costs nothing costs nothing by the year as well.
  return offers.filter(
    ({ price }) => price.currency === currency && (price.interval === interval || price.amount === 0n),
  );
}

/** What a year at once saves against twelve months of the same plan; null where there is nothing to compare, or to save. Pure. */
export function yearSaves(offers: PricedPlan[], { plan, price }: PricedPlan): bigint | null {
  if (price.interval !== 'year') return null;
  const monthly = offers.find(
    (other) =>
      other.plan.id === plan.id &&
      other.price.interval === 'month' &&
      other.price.currency === price.currency,
  );
  const saved = monthly ? 12n * monthly.price.amount - price.amount : 0n;
  return saved > 0n ? saved : null;
}
