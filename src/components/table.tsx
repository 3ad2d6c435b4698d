import { component$, type JSXChildren, Slot } from '@builder.io/qwik';

/** A column of amounts stands on the right, so that they line up. */
type Column = string | { name: string; isAmount: boolean };

type TableProps = { label: string; columns: Column[] };

/** Said again what the element is: a browser forgets it of a table that is drawn as anything else. */
const as = (role: 'table' | 'rowgroup' | 'row' | 'columnheader' | 'cell') => ({ role });

/** Rows ruled by hairlines; on a phone each row is a card, and its cells say what they are. */
export const Table = component$<TableProps>(({ label, columns }) => (
  <table {...as('table')} aria-label={label} class="w-full text-left text-sm max-md:block">
    <thead {...as('rowgroup')} class="max-md:sr-only">
      <tr {...as('row')}>
        {columns.map(asColumn).map(({ name, isAmount }) => (
          <th {...as('columnheader')} key={name} scope="col" class={[HEADER, isAmount && 'text-right']}>
            {name}
          </th>
        ))}
      </tr>
    </thead>
    <tbody {...as('rowgroup')} class="max-md:grid max-md:gap-3">
      <Slot />
    </tbody>
  </table>
));

function asColumn(column: Column): Exclude<Column, string> {
  return typeof column === 'string' ? { name: column, isAmount: false } : column;
}

const HEADER = 'px-3 pb-2 text-xs font-medium text-ink-soft first:pl-0 last:pr-0';

const ROW =
  'border-t border-line max-md:grid max-md:gap-2 max-md:rounded-surface max-md:border max-md:bg-surface max-md:p-4';

const CELL =
  'px-3 py-3 align-middle first:pl-0 last:pr-0 max-md:flex max-md:items-baseline max-md:justify-between max-md:gap-4 max-md:p-0';

/** Plain markup, because a table has many. Wants a `key`. */
export const Row = ({ children }: { children: JSXChildren }) => (
  <tr {...as('row')} class={ROW}>
    {children}
  </tr>
);

type CellProps = {
  /** The name of the column again, for the card; none where the cell speaks for itself. */
  label?: string;
  isAmount?: boolean;
  children: JSXChildren;
};

export const Cell = ({ label, isAmount, children }: CellProps) => (
  <td {...as('cell')} class={[CELL, isAmount && 'md:text-right']}>
    {label && (
      <span aria-hidden="true" class="text-ink-soft md:hidden">
        {label}
      </span>
    )}
    {children}
  </td>
);
