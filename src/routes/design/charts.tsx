import { component$ } from '@builder.io/qwik';
import { Chart } from '~/components/chart';
import type { ShownChart } from '~/lib/chart/drawing';
import { Section } from './section';

/** Every kind of chart, and one that has nothing to show. */
export const Charts = component$<{ charts: ShownChart[] }>(({ charts }) => (
  <Section title="Charts">
    {charts.map((chart) => (
      <Chart key={chart.title} chart={chart} />
    ))}
  </Section>
));
