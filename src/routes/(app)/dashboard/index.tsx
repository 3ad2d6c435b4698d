import { component$ } from '@builder.io/qwik';
import { type DocumentHead, routeLoader$, useLocation } from '@builder.io/qwik-city';
import { ButtonLink } from '~/components/button-link';
import { EmptyState } from '~/components/empty-state';
import { FormAlert } from '~/components/form-alert';
import { NavLink } from '~/components/nav-link';
import { PageHead } from '~/components/page-head';
import * as AuthService from '~/features/auth/auth.service';
import * as BillingService from '~/features/billing/billing.service';
import * as m from '~/lib/i18n/paraglide/messages';
import { getActor } from '~/lib/request/actor';
import { AccountFacts } from './account-facts';

/** Guide 8: the layout has validated the user, and its one query has brought the profile along. */
export const useProfile = routeLoader$((event) => AuthService.requireProfile(getActor(event)));

export const useSubscription = routeLoader$((event) => BillingService.findLiveSubscription(getActor(event)));

export default component$(() => {
  const profile = useProfile().value;
  const subscription = useSubscription().value;
  const notice = useLocation().url.searchParams.get('notice');
  return (
    <>
      <PageHead title={greeting(profile.fullName)} lead={m.auth_dashboard_lead()} />
      {notice === 'password_changed' && (
        <FormAlert tone="good" class="mb-8">
          {m.auth_reset_done()}
        </FormAlert>
      )}
      <AccountFacts profile={profile} subscription={subscription} />
      {subscription?.status === 'past_due' ? <Overdue /> : <Quiet />}
    </>
  );
});

const Overdue = component$(() => (
  <FormAlert tone="warn" class="mt-10">
    {m.billing_dashboard_overdue()}{' '}
    <NavLink href="/billing" class="link">
      {m.billing_dashboard_see()}
    </NavLink>
  </FormAlert>
));

const Quiet = component$(() => (
  <EmptyState title={m.auth_dashboard_quiet_title()} lead={m.auth_dashboard_quiet_lead()} class="mt-10">
    <ButtonLink href="/account" variant="quiet">
      {m.auth_dashboard_quiet_action()}
    </ButtonLink>
  </EmptyState>
));

function greeting(name: string | null): string {
  return name ? m.auth_dashboard_hello({ name }) : m.auth_dashboard_hello_nobody();
}

export const head: DocumentHead = () => ({ title: m.auth_dashboard_title() });
