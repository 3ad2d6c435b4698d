import { component$ } from '@builder.io/qwik';
import { Fact, Facts } from '~/components/facts';
import { Money } from '~/components/money';
import { NavLink } from '~/components/nav-link';
import * as m from '~/lib/i18n/paraglide/messages';
import type { Overview } from './overview';

/** What one wants to know of the account without asking: the plan, what it asks for next, what there is to pay it with, and who else is in. */
export const AccountFacts = component$<Pick<Overview, 'plan' | 'balance' | 'sessions'>>(
  ({ plan, balance, sessions }) => (
    <Facts>
      <Fact label={m.auth_dashboard_plan()} note={plan?.price}>
        <NavLink href={plan ? '/billing' : '/pricing'} class="hover:underline">
          {plan?.name ?? m.auth_dashboard_no_plan()}
        </NavLink>
      </Fact>
      {plan && (
        <Fact label={m.billing_next_invoice()} note={plan.note}>
          {plan.next ? <Money {...plan.next} /> : m.billing_none()}
        </Fact>
      )}
      <Fact label={m.wallet_balance()}>
        <NavLink href="/wallet" class="hover:underline">
          <Money {...balance} />
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
  ),
);
