import { component$ } from '@builder.io/qwik';
import { ButtonLink } from '~/components/button-link';
import { EmptyState } from '~/components/empty-state';
import * as m from '~/lib/i18n/paraglide/messages';

/** Nothing at all, or nothing in the state that was asked for. */
export const NoInvoices = component$<{ isNarrowed: boolean }>(({ isNarrowed }) =>
  isNarrowed ? (
    <EmptyState title={m.billing_invoices_nothing_title()} lead={m.billing_invoices_nothing_lead()}>
      <ButtonLink href="/billing/invoices" variant="quiet">
        {m.billing_show_all()}
      </ButtonLink>
    </EmptyState>
  ) : (
    <EmptyState title={m.billing_invoices_none_title()} lead={m.billing_invoices_none_lead()}>
      <ButtonLink href="/pricing">{m.billing_see_prices()}</ButtonLink>
    </EmptyState>
  ),
);
