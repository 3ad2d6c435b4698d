import type { ChartTable } from '~/lib/chart/drawing';

type ChartNumbersProps = { table: ChartTable; title: string; label: string };

/** The numbers of a chart, for everybody: there to be opened, and as narrow as they are on a phone too. Plain markup. */
export const ChartNumbers = ({ table, title, label }: ChartNumbersProps) => (
  <details class="group mt-3">
    <summary class="inline-flex min-h-8 items-center text-sm pointer-coarse:min-h-control">
      <span class="link">{label}</span>
    </summary>
    <table aria-label={title} class="mt-2 w-full text-sm tabular-nums">
      <thead>
        <tr>
          {table.columns.map((name, at) => (
            <th key={name} scope="col" class={[HEADER, at > 0 && 'text-right']}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map(({ name, values }) => (
          <tr key={name} class="border-t border-line">
            <th scope="row" class="py-2 pr-3 text-left font-normal">
              {name}
            </th>
            {values.map((value, at) => (
              <td key={table.columns[at + 1]} class="py-2 pl-3 text-right">
                {value}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </details>
);

const HEADER = 'pb-2 text-left text-xs font-medium text-ink-soft not-first:pl-3';
