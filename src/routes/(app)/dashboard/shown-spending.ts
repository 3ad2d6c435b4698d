import type { Spending } from '~/features/billing/spending.service';
import type { Span } from '~/lib/calendar.server';
import { placeOfMost, sumOf } from '~/lib/chart/amounts';
import { drawBars } from '~/lib/chart/bars.server';
import type { ShownChart } from '~/lib/chart/drawing';
import { money } from '~/lib/chart/unit';
import * as m from '~/lib/i18n/paraglide/messages';
import { formatMoney } from '~/lib/money';
import { formatDate } from '~/lib/time';

/**
 * Spending as it is drawn, in the currency in which there was some last: amounts of two currencies cannot be added up. What
 * was spent in the others stands beside it.
 */
export function shownSpending(
  all: readonly Spending[],
  months: readonly Span[],
  currency: string,
): ShownChart {
  const shown = latestOf(all) ?? { currency, amounts: months.map(() => 0n) };
  const unit = money(shown.currency);
  const names = months.map(({ start }) => formatDate(start, { format: 'month' }));
  const total = unit.full(sumOf(shown.amounts));
  const most = placeOfMost(shown.amounts);
  const drawing = drawBars({
    unit,
    ticks: months.map(({ start }) => formatDate(start, { format: 'short_month' })),
    series: [
      {
        look: 'main',
        values: shown.amounts,
        says: (amount, at) => m.billing_spending_mark({ when: names[at] ?? '', amount: unit.full(amount) }),
      },
    ],
  });
  return {
    title: m.billing_spending_title(),
    lead: leadFor(all.filter((other) => other !== shown)),
    figure: drawing && { value: total, note: m.billing_spending_total() },
    says: m.billing_spending_says({
      total,
      amount: unit.full(shown.amounts[most] ?? 0n),
      month: names[most] ?? '',
    }),
    drawing,
    empty: m.billing_spending_empty(),
    table: {
      columns: [m.billing_column_month(), m.billing_column_spent()],
      rows: drawing
        ? names.map((name, at) => ({ name, values: [unit.full(shown.amounts[at] ?? 0n)] })).reverse()
        : [],
    },
    key: [],
  };
}

function leadFor(others: readonly Spending[]): string {
  if (others.length === 0) return m.billing_spending_lead();
  const amounts = others.map(({ currency, amounts }) => formatMoney(sumOf(amounts), currency)).join(' · ');
  return m.billing_spending_besides({ amounts });
}

function latestOf(all: readonly Spending[]): Spending | undefined {
  const lastIn = ({ amounts }: Spending) => amounts.findLastIndex((amount) => amount !== 0n);
  return all.toSorted((one, other) => lastIn(other) - lastIn(one))[0];
}
