import type { Revenue, RevenueMonth } from '~/features/admin/reports.service';
import type { Span } from '~/lib/calendar.server';
import { sumOf } from '~/lib/chart/amounts';
import { drawBars, type Series } from '~/lib/chart/bars.server';
import type { Look, ShownChart } from '~/lib/chart/drawing';
import { money } from '~/lib/chart/unit';
import * as m from '~/lib/i18n/paraglide/messages';
import { formatDate } from '~/lib/time';
import { REPORT_ZONE } from './report-zone';

/** What plans bring in a month, month by month. */
export function shownRecurring({ currency, months }: Revenue, spans: readonly Span[]): ShownChart {
  const unit = money(currency);
  const names = namesOf(spans);
  const values = months.map(({ recurring }) => recurring);
  const says = (value: bigint, at: number) =>
    m.admin_reports_mark({ when: names[at] ?? '', value: unit.full(value) });
  return {
    title: m.admin_reports_recurring(),
    lead: m.admin_reports_recurring_lead(),
    figure: null,
    says: m.admin_reports_recurring_says({
      first: unit.full(values[0] ?? 0n),
      last: unit.full(values.at(-1) ?? 0n),
    }),
    drawing: drawBars({ series: [{ look: 'main', values, says }], ticks: ticksOf(spans), unit }),
    empty: m.admin_reports_recurring_empty(),
    table: {
      columns: [m.admin_reports_column_month(), m.admin_reports_recurring()],
      rows: names.map((name, at) => ({ name, values: [unit.full(values[at] ?? 0n)] })).reverse(),
    },
    key: [],
  };
}

/** What made it more and less. */
export function shownMoves({ currency, months }: Revenue, spans: readonly Span[]): ShownChart {
  const unit = money(currency);
  const names = namesOf(spans);
  const kinds = kindsOf(months);
  const series = kinds.map(
    ({ look, label, values }): Series => ({
      look,
      values,
      says: (value, at) =>
        m.admin_reports_mark_of({ when: names[at] ?? '', what: label, value: unit.full(value) }),
    }),
  );
  const [gained, changed, lost] = kinds.map(({ values }) => unit.full(sumOf(values)));
  return {
    title: m.admin_reports_moves(),
    lead: m.admin_reports_moves_lead(),
    figure: null,
    says: m.admin_reports_moves_says({ gained: gained ?? '', changed: changed ?? '', lost: lost ?? '' }),
    drawing: drawBars({ series, ticks: ticksOf(spans), unit }),
    empty: m.admin_reports_moves_empty(),
    table: {
      columns: [m.admin_reports_column_month(), ...kinds.map(({ label }) => label)],
      rows: names
        .map((name, at) => ({ name, values: kinds.map(({ values }) => unit.full(values[at] ?? 0n)) }))
        .reverse(),
    },
    key: kinds.map(({ look, label }) => ({ look, label })),
  };
}

function kindsOf(months: readonly RevenueMonth[]): { look: Look; label: string; values: bigint[] }[] {
  return [
    { look: 'main', label: m.admin_reports_gained(), values: months.map(({ gained }) => gained) },
    { look: 'outline', label: m.admin_reports_changed(), values: months.map(({ changed }) => changed) },
    { look: 'loss', label: m.admin_reports_lost(), values: months.map(({ lost }) => -lost) },
  ];
}

function namesOf(spans: readonly Span[]): string[] {
  return spans.map(({ start }) => formatDate(start, { format: 'month', zone: REPORT_ZONE }));
}

function ticksOf(spans: readonly Span[]): string[] {
  return spans.map(({ start }) => formatDate(start, { format: 'short_month', zone: REPORT_ZONE }));
}
