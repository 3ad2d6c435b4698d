import { component$ } from '@builder.io/qwik';
import { Badge } from '~/components/badge';
import { ButtonLink } from '~/components/button-link';
import { Money } from '~/components/money';
import type { PricedPlan } from '~/features/billing/offers';
import { planForWhom } from '~/features/billing/plan-words';
import * as m from '~/lib/i18n/paraglide/messages';
import { formatMoney } from '~/lib/money';

type Visitor = { isSignedIn: boolean; planId: string | null; priceId: string | null };
type PlanCardProps = { offer: PricedPlan & { saves: bigint | null }; visitor: Visitor };

/** A plan, what it costs, and the way to it. */
export const PlanCard = component$<PlanCardProps>(({ offer: { plan, price, saves }, visitor }) => (
  <li class="flex flex-col rounded-surface border border-line bg-surface p-6">
    <div class="flex min-h-8 flex-wrap items-center gap-2">
      <h2 class="text-xl">{plan.name}</h2>
      {visitor.priceId === price.id && <Badge tone="good">{m.billing_pricing_yours()}</Badge>}
      {price.trialDays > 0 && (
        <Badge tone="action">{m.billing_pricing_trial({ days: price.trialDays })}</Badge>
      )}
    </div>
    <p class="mt-1 text-sm text-ink-soft">{planForWhom(plan.id)}</p>
    <p class="mt-6 flex flex-wrap items-baseline gap-x-2">
      <span class="font-display text-3xl font-semibold">
        <Money amount={price.amount} currency={price.currency} />
      </span>
      <span class="text-ink-soft">
        {price.interval === 'month' ? m.billing_pricing_a_month() : m.billing_pricing_a_year()}
      </span>
    </p>
    <p class="mt-1 text-sm md:min-h-5 text-ink-soft">
      {saves !== null && m.billing_pricing_saves({ amount: formatMoney(saves, price.currency) })}
    </p>
    <div class="mt-6 flex flex-1 items-end">
      <WayTo plan={plan.name} price={price} visitor={visitor} />
    </div>
  </li>
));

type WayToProps = { plan: string; price: PricedPlan['price']; visitor: Visitor };

/** To the plan one has, to another one instead of it, to a first one, or to an account. */
const WayTo = component$<WayToProps>(({ plan, price, visitor }) => {
  if (visitor.priceId === price.id) {
    return (
      <ButtonLink href="/billing" variant="quiet" class="w-full">
        {m.billing_pricing_see_plan()}
      </ButtonLink>
    );
  }
  const place = visitor.planId ? '/billing/change' : '/billing/subscribe';
  const target = `${place}?price=${encodeURIComponent(price.id)}`;
  return (
    <ButtonLink
      href={visitor.isSignedIn ? target : `/signup?next=${encodeURIComponent(target)}`}
      variant={price.amount > 0n ? 'primary' : 'quiet'}
      class="w-full"
    >
      {(visitor.planId ? m.billing_change_to : m.billing_subscribe_to)({ plan })}
    </ButtonLink>
  );
});
