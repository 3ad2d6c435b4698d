import { component$ } from '@builder.io/qwik';
import { FormAlert } from '~/components/form-alert';
import { NavLink } from '~/components/nav-link';
import type { OpenInvoice } from '~/features/billing/invoice-list.service';
import { billingDay } from '~/features/billing/words';
import * as m from '~/lib/i18n/paraglide/messages';
import { formatMoney } from '~/lib/money';

/** What is to be paid, and where. Overdue is bad news; the rest is only said. */
export const OpenInvoices = component$<{ invoices: OpenInvoice[] }>(({ invoices }) => (
  <div class="mb-8 grid gap-3 empty:hidden">
    {invoices.map(({ number, amount, currency, status, dueDate }) => (
      <FormAlert key={number} tone={status === 'overdue' ? 'bad' : 'info'} role="status">
        {(status === 'overdue' ? m.billing_open_overdue : m.billing_open_pending)({
          amount: formatMoney(amount, currency),
          date: billingDay(dueDate),
        })}{' '}
        <NavLink href={`/billing/invoices/${number}`} class="link whitespace-nowrap">
          {m.billing_open_pay({ number })}
        </NavLink>
      </FormAlert>
    ))}
  </div>
));
