import { component$ } from '@builder.io/qwik';
import { type DocumentHead, routeLoader$ } from '@builder.io/qwik-city';
import { ButtonLink } from '~/components/button-link';
import { Chart } from '~/components/chart';
import { ChoiceLinks } from '~/components/choice-links';
import { PageHead } from '~/components/page-head';
import * as m from '~/lib/i18n/paraglide/messages';
import { getActor } from '~/lib/request/actor';
import { formatDate } from '~/lib/time';
import { reportsFor } from './reports';
import { RevenueFacts } from './revenue-facts';

export const useReports = routeLoader$((event) =>
  reportsFor(getActor(event), event.query.get('currency'), new Date()),
);

export default component$(() => {
  const reports = useReports().value;
  const { freshness, currency, currencies, recurring, moves, signUps, sessions } = reports;
  const when = freshness ? formatDate(freshness, { format: 'moment' }) : '—';
  return (
    <>
      <PageHead title={m.admin_reports_title()} lead={m.admin_reports_lead({ when })}>
        <div q:slot="action">
          <ButtonLink href="/admin/users" variant="quiet">
            {m.admin_reports_users()}
          </ButtonLink>
        </div>
      </PageHead>
      {currencies.length > 1 && (
        <ChoiceLinks
          class="mb-6"
          label={m.admin_reports_currencies()}
          options={currencies.map((name) => ({
            href: `/admin?currency=${name}`,
            label: name,
            isChosen: name === currency,
          }))}
        />
      )}
      <RevenueFacts latest={reports.latest} paying={reports.paying} currency={currency} />
      <div class="grid gap-6">
        <Chart chart={recurring} />
        <Chart chart={moves} />
        <Chart chart={signUps} />
        <Chart chart={sessions} />
      </div>
    </>
  );
});

export const head: DocumentHead = () => ({ title: m.admin_reports_title() });
