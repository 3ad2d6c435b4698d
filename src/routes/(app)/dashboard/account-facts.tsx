import { component$ } from '@builder.io/qwik';
import { Fact, Facts } from '~/components/facts';
import { Money } from '~/components/money';
import { NavLink } from '~/components/nav-link';
import { nextInvoice } from '~/features/billing/billing.rules';
import { planState } from '~/features/billing/plan-words';
import { billingDay, priceWords } from '~/features/billing/words';
import * as m from '~/lib/i18n/paraglide/messages';
import type { Overview } from './overview';

/** What one wants to know of the account without asking: the plan, what it asks for next, what there is to pay it with, and who else is in. */
export const AccountFacts = component$<Pick<Overview, 'subscription' | 'balance' | 'sessions'>>(
  ({ subscription, balance, sessions }) => {
    const next = subscription && nextInvoice(subscription, subscription.price);
    return (
      <Facts>
        <Fact
          label={m.auth_dashboard_plan()}
          note={subscription ? priceWords(subscription.price) : undefined}
        >
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
        <Fact label={m.wallet_balance()}>
          <NavLink href="/wallet" class="hover:underline">
            <Money amount={balance.amount} currency={balance.currency} />
          </NavLink>
        </Fact>
        <Fact label={m.auth_dashboard_sessions()} note={m.auth_dashboard_sessions_note({ count: sessions })}>
          <NavLink
            href="/account/sessions"
            aria-label={m.auth_dashboard_sessions_count({ count: sessions })}
            class="hover:underline"
          >
            {sessions}
          </NavLink>
        </Fact>
      </Facts>
    );
  },
);
