import { component$ } from '@builder.io/qwik';
import { Badge } from '~/components/badge';
import { DateTime } from '~/components/date-time';
import { Money } from '~/components/money';
import { NavLink } from '~/components/nav-link';
import { Cell, Row, Table } from '~/components/table';
import * as m from '~/lib/i18n/paraglide/messages';
import type { ShownEntry } from './shown-entry';

type StatementTableProps = { entries: ShownEntry[]; title?: string };

/** What went in and out, the newest first, with the amounts in one column on the right. */
export const StatementTable = component$<StatementTableProps>(({ entries, title = m.wallet_statement() }) => {
  const [what, date, amount] = [m.wallet_column_what(), m.wallet_column_date(), m.wallet_column_amount()];
  return (
    <section>
      <h2 class="mb-4 text-lg">{title}</h2>
      <Table label={title} columns={[what, date, { name: amount, isAmount: true }]}>
        {entries.map((entry) => (
          <Row key={entry.id}>
            <Cell>
              <div class="min-w-0">
                <p class="flex flex-wrap items-center gap-2 font-medium wrap-anywhere">
                  {entry.what}
                  {entry.invoice && (
                    <NavLink href={`/billing/invoices/${entry.invoice}`} class="link tabular-nums">
                      {entry.invoice}
                    </NavLink>
                  )}
                  {entry.isReversed && <Badge tone="warn">{m.wallet_reversed()}</Badge>}
                </p>
                {entry.note && <p class="text-ink-soft wrap-anywhere">{entry.note}</p>}
              </div>
            </Cell>
            <Cell label={date}>
              <DateTime value={entry.postedAt} format="moment" class="text-ink-soft" />
            </Cell>
            <Cell label={amount} isAmount>
              <Money amount={entry.amount} currency={entry.currency} signed class="font-medium" />
            </Cell>
          </Row>
        ))}
      </Table>
    </section>
  );
});
