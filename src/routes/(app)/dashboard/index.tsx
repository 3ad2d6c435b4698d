import { component$ } from '@builder.io/qwik';
import { type DocumentHead, routeLoader$, useLocation } from '@builder.io/qwik-city';
import { ButtonLink } from '~/components/button-link';
import { Chart } from '~/components/chart';
import { EmptyState } from '~/components/empty-state';
import { FormAlert } from '~/components/form-alert';
import { PageHead } from '~/components/page-head';
import * as AuthService from '~/features/auth/auth.service';
import { OpenInvoices } from '~/features/billing/open-invoices';
import * as m from '~/lib/i18n/paraglide/messages';
import { getActor } from '~/lib/request/actor';
import { StatementTable } from '../wallet/statement-table';
import { AccountFacts } from './account-facts';
import { overviewOf } from './overview';

/** Guide 8: the layout has validated the user, and its one query has brought the profile along. */
export const useProfile = routeLoader$((event) => {
  const { fullName, email } = AuthService.requireProfile(getActor(event));
  return { fullName, email };
});

export const useOverview = routeLoader$((event) => overviewOf(getActor(event), new Date()));

export default component$(() => {
  const profile = useProfile().value;
  const { plan, open, balance, sessions, spending, lately } = useOverview().value;
  const notice = useLocation().url.searchParams.get('notice');
  return (
    <>
      <PageHead title={greeting(profile.fullName)} lead={profile.email} />
      {notice === 'password_changed' && (
        <FormAlert tone="good" class="mb-8">
          {m.auth_reset_done()}
        </FormAlert>
      )}
      <OpenInvoices invoices={open} />
      <AccountFacts plan={plan} balance={balance} sessions={sessions} />
      {spending && <Chart chart={spending} class="mt-6" />}
      {lately.length > 0 && (
        <div class="mt-12">
          <StatementTable entries={lately} title={m.auth_dashboard_lately()} />
        </div>
      )}
      {lately.length === 0 && open.length === 0 && <Quiet />}
    </>
  );
});

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
