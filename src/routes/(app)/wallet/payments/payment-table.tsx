import { component$ } from '@builder.io/qwik';
import { Badge } from '~/components/badge';
import { DateTime } from '~/components/date-time';
import { Money } from '~/components/money';
import { NavLink } from '~/components/nav-link';
import { Cell, Row, Table } from '~/components/table';
import * as m from '~/lib/i18n/paraglide/messages';
import type { ShownPayment } from './shown-payment';

/** What was paid by card, the newest first, each with what has become of it. */
export const PaymentTable = component$<{ payments: ShownPayment[] }>(({ payments }) => {
  const [what, date, state] = [m.wallet_column_what(), m.wallet_column_date(), m.payments_column_state()];
  const amount = m.wallet_column_amount();
  return (
    <Table label={m.payments_list()} columns={[what, date, state, { name: amount, isAmount: true }]}>
      {payments.map((payment) => (
        <Row key={payment.id}>
          <Cell>
            <NavLink href={`/wallet/payments?id=${payment.id}`} class="link font-medium">
              {payment.what}
            </NavLink>
          </Cell>
          <Cell label={date}>
            <DateTime value={payment.createdAt} format="moment" class="text-ink-soft" />
          </Cell>
          <Cell label={state}>
            <Badge tone={payment.tone}>{payment.word}</Badge>
          </Cell>
          <Cell label={amount} isAmount>
            <Money amount={payment.amount} currency={payment.currency} class="font-medium" />
          </Cell>
        </Row>
      ))}
    </Table>
  );
});
