import { component$ } from '@builder.io/qwik';
import { Fact, Facts } from '~/components/facts';
import { Money } from '~/components/money';
import * as m from '~/lib/i18n/paraglide/messages';
import { formatNumber } from '~/lib/money';
import type { Reports } from './reports';

/** Where revenue stands, and what this month has done to it. */
export const RevenueFacts = component$<Pick<Reports, 'latest' | 'paying' | 'currency'>>(
  ({ latest, paying, currency }) => (
    <Facts class="mb-6">
      <Fact label={m.admin_reports_recurring()}>
        <Money amount={latest.recurring} currency={currency} />
      </Fact>
      <Fact label={m.admin_reports_gained()} note={m.admin_reports_this_month()}>
        <Money amount={latest.gained} currency={currency} signed />
      </Fact>
      <Fact label={m.admin_reports_lost()} note={m.admin_reports_this_month()}>
        <Money amount={-latest.lost} currency={currency} />
      </Fact>
      <Fact label={m.admin_reports_paying()}>{formatNumber(paying)}</Fact>
    </Facts>
  ),
);
