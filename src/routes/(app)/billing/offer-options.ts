import type { SelectGroup } from '~/components/select';
import type { PricedPlan } from '~/features/billing/offers';
import { priceWords } from '~/features/billing/words';

/** What is on sale as a list to choose from, by currency, in the order of the offers. */
export function offerOptions(offers: PricedPlan[]): SelectGroup[] {
  const byCurrency = Map.groupBy(offers, ({ price }) => price.currency);
  return [...byCurrency].map(([label, group]) => ({
    label,
    options: group.map(({ plan, price }) => ({
      value: price.id,
      label: `${plan.name} · ${priceWords(price)}`,
    })),
  }));
}
