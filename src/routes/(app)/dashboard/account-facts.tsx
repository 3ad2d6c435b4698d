import { component$ } from '@builder.io/qwik';
import { DateTime } from '~/components/date-time';
import { Fact, Facts } from '~/components/facts';
import type { Profile } from '~/features/auth/auth.schema';
import type { LiveSubscription } from '~/features/billing/billing.service';
import * as m from '~/lib/i18n/paraglide/messages';
import { formatMoney } from '~/lib/money';

type AccountFactsProps = { profile: Profile; subscription: LiveSubscription | null };

/** What one wants to know of the account without asking. */
export const AccountFacts = component$<AccountFactsProps>(({ profile, subscription }) => (
  <Facts>
    <Fact label={m.auth_dashboard_plan()} note={subscription ? price(subscription.price) : undefined}>
      {subscription?.plan.name ?? m.auth_dashboard_no_plan()}
    </Fact>
    <Fact label={m.auth_dashboard_since()}>
      <DateTime value={profile.createdAt} />
    </Fact>
    <Fact label={m.auth_dashboard_email()}>
      <span class="font-sans text-base font-normal break-all">{profile.email}</span>
    </Fact>
  </Facts>
));

function price({ amount, currency, interval }: LiveSubscription['price']): string {
  const period = interval === 'month' ? m.auth_dashboard_per_month() : m.auth_dashboard_per_year();
  return `${formatMoney(amount, currency)} ${period}`;
}
