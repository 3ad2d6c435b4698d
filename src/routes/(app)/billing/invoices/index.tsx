import { component$ } from '@builder.io/qwik';
import { type DocumentHead, routeLoader$ } from '@builder.io/qwik-city';
import { Breadcrumbs } from '~/components/breadcrumbs';
import { buttonClass } from '~/components/button-style';
import { ChoiceLinks } from '~/components/choice-links';
import { IconDownload } from '~/components/icons';
import { PageHead } from '~/components/page-head';
import { Pager } from '~/components/pager';
import { InvoicesQuery } from '~/features/billing/billing.input';
import { listInvoices } from '~/features/billing/invoice-list.service';
import * as m from '~/lib/i18n/paraglide/messages';
import { getActor } from '~/lib/request/actor';
import { InvoiceTable } from './invoice-table';
import { NoInvoices } from './no-invoices';
import { shownInvoiceRow } from './shown-invoice-row';
import { stateChoices } from './state-choices';

export const useInvoices = routeLoader$(async (event) => {
  const { state, ...place } = InvoicesQuery.parse(Object.fromEntries(event.query));
  const page = await listInvoices(getActor(event), { state, ...place });
  const narrowed = state ? `state=${state}` : '';
  const pageAt = (place: string) => `/billing/invoices?${narrowed && `${narrowed}&`}${place}`;
  return {
    rows: page.rows.map(shownInvoiceRow),
    newer: page.newer && pageAt(`newer=${page.newer}`),
    older: page.older && pageAt(`older=${page.older}`),
    state,
    choices: stateChoices(state),
    csv: `/billing/invoices.csv${narrowed && `?${narrowed}`}`,
  };
});

export default component$(() => {
  const { rows, newer, older, state, choices, csv } = useInvoices().value;
  return (
    <>
      <Breadcrumbs places={[{ href: '/billing', label: m.billing_title() }]} />
      <PageHead title={m.billing_invoices()} lead={m.billing_invoices_lead()}>
        {rows.length > 0 && (
          <a q:slot="action" href={csv} download class={buttonClass('quiet')}>
            <IconDownload />
            {m.billing_download_csv()}
          </a>
        )}
      </PageHead>
      {(rows.length > 0 || state) && (
        <ChoiceLinks label={m.billing_filter_state()} options={choices} class="mb-8" />
      )}
      {rows.length > 0 ? <InvoiceTable invoices={rows} /> : <NoInvoices isNarrowed={state !== undefined} />}
      <Pager label={m.billing_pages()} newer={newer} older={older} class="mt-8" />
    </>
  );
});

export const head: DocumentHead = () => ({ title: m.billing_invoices() });
