import { component$ } from '@builder.io/qwik';
import { ButtonLink } from '~/components/button-link';
import { EmptyState } from '~/components/empty-state';
import * as m from '~/lib/i18n/paraglide/messages';

/** For whoever has no plan to look at, to change or to cancel. */
export const NoPlan = component$(() => (
  <EmptyState title={m.billing_no_plan_title()} lead={m.billing_no_plan_lead()}>
    <ButtonLink href="/pricing">{m.billing_see_prices()}</ButtonLink>
  </EmptyState>
));
