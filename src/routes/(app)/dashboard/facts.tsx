import { component$, Slot } from '@builder.io/qwik';
import { DateTime } from '~/components/date-time';
import { Money } from '~/components/money';
import type { Profile } from '~/features/auth/auth.schema';
import type { LiveSubscription } from '~/features/billing/billing.service';
import * as m from '~/lib/i18n/paraglide/messages';

type FactsProps = { profile: Profile; subscription: LiveSubscription | null };

/** What one wants to know of the account without asking. */
export const Facts = component$<FactsProps>(({ profile, subscription }) => (
  <dl class="grid gap-x-8 gap-y-6 border-y border-line py-6 sm:grid-cols-3">
    <Fact label={m.auth_dashboard_plan()}>
      {subscription ? <PlanFact plan={subscription.plan} /> : m.auth_dashboard_no_plan()}
    </Fact>
    <Fact label={m.auth_dashboard_since()}>
      <DateTime value={profile.createdAt} />
    </Fact>
    <Fact label={m.auth_dashboard_email()}>
      <span class="break-all">{profile.email}</span>
    </Fact>
  </dl>
));

const Fact = component$<{ label: string }>(({ label }) => (
  <div class="min-w-0">
    <dt class="text-sm text-ink-soft">{label}</dt>
    <dd class="mt-1 text-lg font-medium">
      <Slot />
    </dd>
  </div>
));

const PlanFact = component$<{ plan: LiveSubscription['plan'] }>(({ plan }) => (
  <>
    {plan.name}
    <span class="block text-sm font-normal text-ink-soft">
      <Money amount={plan.amount} currency={plan.currency} />{' '}
      {plan.interval === 'month' ? m.auth_dashboard_per_month() : m.auth_dashboard_per_year()}
    </span>
  </>
));
