import { component$, type PropsOf, Slot } from '@builder.io/qwik';
import type { ShownChart } from '~/lib/chart/drawing';
import * as m from '~/lib/i18n/paraglide/messages';
import { ChartDrawing, Swatch } from './chart-drawing';
import { ChartNumbers } from './chart-numbers';

type ChartProps = Pick<PropsOf<'figure'>, 'class'> & { chart: ShownChart };

/**
 * A chart that the server has worked out and this only draws: a title, the one number to remember, the picture, and below it
 * the same in numbers. No script, whatever happens. The slot `action` stands opposite the title.
 */
export const Chart = component$<ChartProps>(({ chart, class: extra }) => {
  const { title, lead, figure, drawing, says, empty, table, key } = chart;
  return (
    <figure class={['min-w-0 rounded-surface border border-line bg-surface p-5 sm:p-6', extra]}>
      <figcaption class="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div>
          <h2 class="text-lg">{title}</h2>
          <p class="mt-1 max-w-measure text-sm text-ink-soft">{lead}</p>
        </div>
        {figure && (
          <p class="sm:text-right">
            <span class="block font-display text-xl font-semibold tabular-nums">{figure.value}</span>
            <span class="text-sm text-ink-soft">{figure.note}</span>
          </p>
        )}
        <Slot name="action" />
      </figcaption>
      {key.length > 1 && drawing && (
        <ul class="mt-4 flex flex-wrap gap-x-5 gap-y-1 text-sm text-ink-soft">
          {key.map(({ look, label }) => (
            <li key={label} class="flex items-center gap-2">
              <Swatch look={look} />
              {label}
            </li>
          ))}
        </ul>
      )}
      {drawing ? (
        <>
          <ChartDrawing drawing={drawing} title={title} says={says} />
          {table.rows.length > 0 && (
            <ChartNumbers table={table} title={title} label={m.common_chart_numbers()} />
          )}
        </>
      ) : (
        <p class="mt-5 border-t border-dashed border-edge pt-4 text-sm text-ink-soft">{empty}</p>
      )}
    </figure>
  );
});
