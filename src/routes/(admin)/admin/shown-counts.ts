import type { Span } from '~/lib/calendar.server';
import { placeOfMost, sumOf } from '~/lib/chart/amounts';
import { drawBars } from '~/lib/chart/bars.server';
import type { ShownChart } from '~/lib/chart/drawing';
import { count } from '~/lib/chart/unit';
import * as m from '~/lib/i18n/paraglide/messages';
import { formatDate } from '~/lib/time';
import { REPORT_ZONE } from './report-zone';

interface Counted {
  spans: readonly Span[];
  counts: readonly number[];
  words: Pick<ShownChart, 'title' | 'lead'> & { columns: [string, string]; note: string };
  /** The number beside the title: all of them, or the last one. */
  figure: 'sum' | 'last';
  /** A label stands at every so many places, counted from the last. */
  every: number;
}

/** Something that was counted, week by week or day by day. */
export function shownCounts({ spans, counts, words, figure, every }: Counted): ShownChart {
  const values = counts.map(BigInt);
  const names = spans.map(({ start }) => formatDate(start, { zone: REPORT_ZONE }));
  const total = sumOf(values);
  const most = placeOfMost(values);
  const drawing = drawBars({
    unit: count,
    ticks: spans.map(({ start }, at) =>
      (spans.length - 1 - at) % every === 0 ? formatDate(start, { format: 'short', zone: REPORT_ZONE }) : '',
    ),
    series: [
      {
        look: 'main',
        values,
        says: (value, at) => m.admin_reports_mark({ when: names[at] ?? '', value: count.full(value) }),
      },
    ],
  });
  const { title, lead, columns, note } = words;
  const remembered = figure === 'sum' ? total : (values.at(-1) ?? 0n);
  return {
    title,
    lead,
    figure: drawing && { value: count.full(remembered), note },
    says: m.admin_reports_counts_says({
      total: count.full(total),
      most: count.full(values[most] ?? 0n),
      when: names[most] ?? '',
    }),
    drawing,
    empty: m.admin_reports_counts_empty(),
    table: {
      columns,
      rows: names.map((name, at) => ({ name, values: [count.full(values[at] ?? 0n)] })).reverse(),
    },
    key: [],
  };
}
