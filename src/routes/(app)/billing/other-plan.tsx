import { component$ } from '@builder.io/qwik';
import { ButtonLink } from '~/components/button-link';
import { EmptyState } from '~/components/empty-state';
import * as m from '~/lib/i18n/paraglide/messages';

/** For whoever has a plan, and came to take a second one. */
export const OtherPlan = component$<{ asked: string | null }>(({ asked }) => (
  <EmptyState title={m.billing_has_plan_title()} lead={m.billing_has_plan_lead()}>
    <ButtonLink href={asked ? `/billing/change?price=${encodeURIComponent(asked)}` : '/billing/change'}>
      {m.billing_change_plan()}
    </ButtonLink>
  </EmptyState>
));
