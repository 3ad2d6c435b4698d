import { component$ } from '@builder.io/qwik';
import { Mark } from '~/components/mark';
import type { Labelled, ShownInvoice } from '~/features/billing/shown-invoice';

/** The invoice itself: reads like a bank statement, prints like a letter. */
export const InvoiceLetter = component$<{ invoice: ShownInvoice }>(({ invoice }) => (
  <article
    aria-label={invoice.title}
    class="max-w-3xl rounded-surface border border-line bg-surface p-5 sm:p-10 print:max-w-none print:border-0 print:p-0"
  >
    <header class="flex flex-wrap items-start justify-between gap-4">
      <div class="max-w-sm">
        <p class="flex items-center gap-2 font-display text-lg font-semibold">
          <Mark size={24} class="text-action" />
          {invoice.seller.name}
        </p>
        {invoice.seller.details.map((line) => (
          <p key={line} class="mt-1 text-sm text-ink-soft">
            {line}
          </p>
        ))}
      </div>
      <p class="font-display text-lg font-semibold max-sm:hidden print:block">{invoice.title}</p>
    </header>
    <dl class="mt-8 grid gap-x-8 gap-y-4 sm:grid-cols-3">
      {invoice.facts.map(({ label, value }) => (
        <div key={label}>
          <dt class="text-sm text-ink-soft">{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
    <Lines invoice={invoice} />
    <p class="mt-8 border-t border-line pt-6">{invoice.state.sentence}</p>
    {invoice.creditNotes && <CreditNotes notes={invoice.creditNotes} />}
  </article>
));

const Lines = component$<{ invoice: ShownInvoice }>(({ invoice: { columns, lines, sums, total } }) => (
  <table class="mt-10 w-full text-left">
    <thead>
      <tr class="text-sm text-ink-soft">
        <th scope="col" class="pb-2 font-medium">
          {columns.what}
        </th>
        <th scope="col" class="pb-2 text-right font-medium">
          {columns.amount}
        </th>
      </tr>
    </thead>
    <tbody>
      {lines.map(({ what, period, amount }) => (
        <tr key={what + period} class="border-t border-line">
          <td class="py-3 pr-4">
            {what}
            <span class="block text-sm text-ink-soft">{period}</span>
          </td>
          <td class="py-3 text-right align-top whitespace-nowrap tabular-nums">{amount}</td>
        </tr>
      ))}
    </tbody>
    <tfoot class="border-t border-edge">
      {sums.map((sum) => (
        <Sum key={sum.label} sum={sum} class="text-sm text-ink-soft" />
      ))}
      <Sum sum={total} class="font-display text-xl font-semibold" />
    </tfoot>
  </table>
));

const Sum = ({ sum, class: look }: { sum: Labelled; class: string }) => (
  <tr class={look}>
    <th scope="row" class="pt-3 pr-4 text-right [font-weight:inherit]">
      {sum.label}
    </th>
    <td class="pt-3 text-right whitespace-nowrap tabular-nums">{sum.value}</td>
  </tr>
);

type CreditNotesProps = { notes: NonNullable<ShownInvoice['creditNotes']> };

const CreditNotes = component$<CreditNotesProps>(({ notes }) => (
  <section class="mt-8">
    <h2 class="text-lg">{notes.title}</h2>
    <ul class="mt-3">
      {notes.lines.map(({ what, why, amount }) => (
        <li key={what} class="flex items-baseline justify-between gap-4 border-t border-line py-3">
          <span>
            <span class="tabular-nums">{what}</span>
            <span class="block text-sm text-ink-soft">{why}</span>
          </span>
          <span class="whitespace-nowrap tabular-nums">{amount}</span>
        </li>
      ))}
    </ul>
  </section>
));
