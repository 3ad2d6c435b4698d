import { sumOf } from '~/lib/chart/amounts';
import { drawBars, type Series } from '~/lib/chart/bars.server';
import type { ChartTable, Drawing, ShownChart } from '~/lib/chart/drawing';
import { drawSteps } from '~/lib/chart/steps.server';
import { money } from '~/lib/chart/unit';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const SPENT = [4900n, 4900n, 4900n, 8650n, 9900n, 9900n, 0n, 4900n, 4900n, -2450n, 4900n, 4900n];
const GAINED = [
  9800n,
  4900n,
  14_700n,
  9800n,
  19_600n,
  9800n,
  24_500n,
  14_700n,
  9800n,
  19_600n,
  29_400n,
  9800n,
];
const CHANGED = [0n, 5000n, 0n, -5000n, 5000n, 0n, 10_000n, 0n, 5000n, 0n, -5000n, 0n];
const LOST = [0n, 0n, -4900n, 0n, -4900n, -9800n, 0n, -4900n, -14_700n, 0n, -4900n, -4900n];
const BALANCES = [
  0n,
  0n,
  20_000n,
  20_000n,
  17_500n,
  12_600n,
  12_600n,
  13_850n,
  8950n,
  18_950n,
  18_950n,
  17_760n,
];
const unit = money('EUR');

/** Every kind of chart, of amounts that never change, so that the pictures of it are always the same. */
export function sampleCharts(): ShownChart[] {
  return [
    sample(
      'Bars, one of them below zero',
      drawBars({ series: [series('main', SPENT)], ticks: MONTHS, unit }),
      SPENT,
    ),
    {
      ...sample('Piles, up and down', drawBars({ series: PILES, ticks: MONTHS, unit }), GAINED),
      figure: null,
      key: [
        { look: 'main', label: 'New' },
        { look: 'outline', label: 'Changed' },
        { look: 'loss', label: 'Churned' },
      ],
    },
    sample('Steps', drawSteps({ values: BALANCES, ticks: MONTHS, unit }), BALANCES),
    sample('One value', drawBars({ series: [series('main', [4900n])], ticks: ['Nov'], unit }), [4900n]),
    sample('Nothing yet', null, []),
  ];
}

const PILES = [series('main', GAINED), series('outline', CHANGED), series('loss', LOST)];

function series(look: Series['look'], values: readonly bigint[]): Series {
  return { look, values, says: (value, at) => `${MONTHS[at]}: ${unit.full(value)}` };
}

function sample(title: string, drawing: Drawing | null, values: readonly bigint[]): ShownChart {
  const total = unit.full(sumOf(values));
  return {
    title,
    lead: 'What it is, in a sentence.',
    figure: drawing && { value: total, note: 'in all' },
    says: `${total} in all.`,
    drawing,
    empty: 'There is nothing to draw yet, and this says what will stand here.',
    table: tableOf(values),
    key: [],
  };
}

function tableOf(values: readonly bigint[]): ChartTable {
  return {
    columns: ['Month', 'Amount'],
    rows: values.map((value, at) => ({ name: MONTHS[at] ?? '', values: [unit.full(value)] })),
  };
}
