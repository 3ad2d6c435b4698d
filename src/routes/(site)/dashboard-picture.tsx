import { component$ } from '@builder.io/qwik';
import { Avatar } from '~/components/avatar';
import { Chart } from '~/components/chart';
import { Fact, Facts } from '~/components/facts';
import { Mark } from '~/components/mark';
import { billingDay } from '~/features/billing/words';
import * as m from '~/lib/i18n/paraglide/messages';
import { formatMoney } from '~/lib/money';
import type { ShownPicture } from './shown-picture';

const ANA = {
  name: 'Ana Beltrán',
  email: 'ana.beltran@example.test',
  balance: 12_750n,
  sessions: 2,
};

/**
 * The dashboard as it looks after signing in, in its own words and parts, from a step further away: a picture, so nothing in
 * it can be used.
 */
export const DashboardPicture = component$<ShownPicture>(({ spending, nextInvoice }) => (
  <div
    role="img"
    aria-label={m.site_picture_label()}
    class="relative max-h-184 overflow-hidden rounded-t-surface [zoom:0.8] bg-canvas text-ink shadow-float"
  >
    <div class="flex items-center justify-between border-b border-line px-5 py-3">
      <span class="flex items-center gap-2 font-display text-sm font-semibold">
        <Mark size={18} class="text-action" />
        {m.common_app_name()}
      </span>
      <Avatar name={ANA.name} />
    </div>
    <div class="px-5 pt-6 sm:px-8 sm:pt-8">
      <p class="font-display text-xl font-semibold sm:text-2xl">
        {m.auth_dashboard_hello({ name: ANA.name })}
      </p>
      <p class="mt-2 text-sm text-ink-soft">{ANA.email}</p>
      <Facts class="mt-6">
        <Fact
          label={m.auth_dashboard_plan()}
          note={m.billing_per_month({ amount: formatMoney(4900n, 'EUR') })}
        >
          Pro
        </Fact>
        <Fact label={m.billing_next_invoice()} note={m.billing_on({ date: billingDay(nextInvoice) })}>
          {formatMoney(4900n, 'EUR')}
        </Fact>
        <Fact label={m.wallet_balance()}>{formatMoney(ANA.balance, 'EUR')}</Fact>
        <Fact
          label={m.auth_dashboard_sessions()}
          note={m.auth_dashboard_sessions_note({ count: ANA.sessions })}
        >
          {ANA.sessions}
        </Fact>
      </Facts>
      <Chart chart={spending} class="mt-6" />
    </div>
  </div>
));
