import type { RequestHandler } from '@builder.io/qwik-city';
import { listPlans } from '~/features/billing/billing.api';
import { listOffers } from '~/features/billing/offers';
import { endpoint } from '~/lib/api/endpoint';

export const onGet: RequestHandler = endpoint(listPlans, async () => {
  const offers = await listOffers();
  const byPlan = Map.groupBy(offers, ({ plan }) => plan.id);
  const plans = [...byPlan.values()].flatMap(([first, ...more]) =>
    first ? [{ ...first.plan, prices: [first, ...more].map(({ price }) => price) }] : [],
  );
  return { plans };
});
