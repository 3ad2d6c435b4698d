import { component$ } from '@builder.io/qwik';
import { DateTime } from '~/components/date-time';
import { Fact, Facts } from '~/components/facts';
import { Money } from '~/components/money';
import { NavLink } from '~/components/nav-link';
import type { Profile } from '~/features/auth/auth.schema';
import { nextInvoice } from '~/features/billing/billing.rules';
import type { LiveSubscription } from '~/features/billing/billing.service';
import { planState } from '~/features/billing/plan-words';
import { billingDay, priceWords } from '~/features/billing/words';
import * as m from '~/lib/i18n/paraglide/messages';

type AccountFactsProps = { profile: Profile; subscription: LiveSubscription | null };

/** What one wants to know of the account without asking. */
export const AccountFacts = component$<AccountFactsProps>(({ profile, subscription }) => {
  const next = subscription && nextInvoice(subscription, subscription.price);
  return (
    <Facts>
      <Fact label={m.auth_dashboard_plan()} note={subscription ? priceWords(subscription.price) : undefined}>
        <NavLink href={subscription ? '/billing' : '/pricing'} class="hover:underline">
          {subscription?.plan.name ?? m.auth_dashboard_no_plan()}
        </NavLink>
      </Fact>
      {subscription && (
        <Fact
          label={m.billing_next_invoice()}
          note={next ? m.billing_on({ date: billingDay(next.date) }) : planState(subscription).ends}
        >
          {next ? <Money amount={next.amount} currency={next.currency} /> : m.billing_none()}
        </Fact>
      )}
      <Fact label={m.auth_dashboard_since()}>
        <DateTime value={profile.createdAt} />
      </Fact>
      <Fact label={m.auth_dashboard_email()}>
        <span class="font-sans text-base font-normal break-all">{profile.email}</span>
      </Fact>
    </Facts>
  );
});
