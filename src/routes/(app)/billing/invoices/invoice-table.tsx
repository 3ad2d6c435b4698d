import { component$ } from '@builder.io/qwik';
import { Badge } from '~/components/badge';
import { Money } from '~/components/money';
import { NavLink } from '~/components/nav-link';
import { Cell, Row, Table } from '~/components/table';
import * as m from '~/lib/i18n/paraglide/messages';
import type { ShownInvoiceRow } from './shown-invoice-row';

/** Invoices, the newest first, with the amounts in one column on the right. */
export const InvoiceTable = component$<{ invoices: ShownInvoiceRow[] }>(({ invoices }) => {
  const [date, state, amount] = [m.billing_issued(), m.billing_state(), m.billing_amount()];
  return (
    <Table
      label={m.billing_invoices()}
      columns={[m.billing_number(), date, state, { name: amount, isAmount: true }]}
    >
      {invoices.map((invoice) => (
        <Row key={invoice.number}>
          <Cell>
            <NavLink href={`/billing/invoices/${invoice.number}`} class="link font-medium tabular-nums">
              {invoice.number}
            </NavLink>
          </Cell>
          <Cell label={date}>
            <span class="text-ink-soft">{invoice.issued}</span>
          </Cell>
          <Cell label={state}>
            <span class="flex flex-wrap items-center gap-2 max-sm:justify-end">
              <Badge tone={invoice.tone}>{invoice.state}</Badge>
              {invoice.note && <span class="text-ink-soft">{invoice.note}</span>}
            </span>
          </Cell>
          <Cell label={amount} isAmount>
            <Money amount={invoice.amount} currency={invoice.currency} class="font-medium" />
          </Cell>
        </Row>
      ))}
    </Table>
  );
});
