import { component$ } from '@builder.io/qwik';
import { type DocumentHead, routeLoader$ } from '@builder.io/qwik-city';
import { ChoiceLinks } from '~/components/choice-links';
import { EmptyState } from '~/components/empty-state';
import { findSignedIn } from '~/features/auth/signed-in';
import { PricingQuery } from '~/features/billing/billing.input';
import * as BillingService from '~/features/billing/billing.service';
import { listOffers } from '~/features/billing/offers';
import { shownOffers, yearSaves } from '~/features/billing/pricing.rules';
import * as m from '~/lib/i18n/paraglide/messages';
import { choicesOf } from './choices';
import { GoodToKnow } from './good-to-know';
import { PlanCard } from './plan-card';

export const usePricing = routeLoader$(async (event) => {
  const { currency: asked, interval } = PricingQuery.parse(Object.fromEntries(event.query));
  const [offers, actor] = await Promise.all([listOffers(), findSignedIn(event)]);
  const live = actor && (await BillingService.findLiveSubscription(actor));
  const currencies = [...new Set(offers.map(({ price }) => price.currency))];
  // Whoever has a plan can change to another one in its currency alone.
  const currency = asked ?? live?.price.currency ?? currencies[0] ?? 'EUR';
  return {
    currency,
    currencies,
    interval,
    visitor: { isSignedIn: actor !== null, planId: live?.plan.id ?? null, priceId: live?.price.id ?? null },
    offers: shownOffers(offers, { currency, interval }).map((offer) => ({
      ...offer,
      saves: yearSaves(offers, offer),
    })),
  };
});

export default component$(() => {
  const { offers, visitor, ...shown } = usePricing().value;
  const { intervals, currencies } = choicesOf(shown);
  return (
    <div class="mx-auto w-full max-w-6xl px-4 pt-10 pb-24 sm:px-8 lg:pt-16">
      <h1 class="text-3xl sm:text-4xl">{m.billing_pricing_title()}</h1>
      <p class="mt-5 max-w-xl text-lg text-ink-soft">{m.billing_pricing_lead()}</p>
      {offers.length > 0 ? (
        <>
          <div class="mt-10 flex flex-wrap gap-3">
            <ChoiceLinks label={m.billing_pricing_interval()} options={intervals} />
            <ChoiceLinks label={m.billing_pricing_currency()} options={currencies} />
          </div>
          <ul class="mt-6 grid gap-6 md:grid-cols-3">
            {offers.map((offer) => (
              <PlanCard key={offer.price.id} offer={offer} visitor={visitor} />
            ))}
          </ul>
        </>
      ) : (
        <EmptyState
          class="mt-10"
          title={m.billing_pricing_none_title()}
          lead={m.billing_pricing_none_lead()}
        />
      )}
      <GoodToKnow />
    </div>
  );
});

export const head: DocumentHead = () => ({
  title: m.billing_pricing_title(),
  meta: [{ name: 'description', content: m.billing_pricing_lead() }],
});
