import { component$, type PropsOf, Slot } from '@builder.io/qwik';

/** A last one without a neighbour takes the whole row. Each takes two of them, so that a label of two lines moves its neighbours' figures too. */
const GRID =
  'grid gap-px @xs:grid-cols-2 [&>:last-child:nth-child(odd)]:col-span-full ' +
  '@3xl:auto-cols-fr @3xl:grid-flow-col @3xl:grid-rows-[auto_1fr] @3xl:grid-cols-none @3xl:[&>:last-child:nth-child(odd)]:col-auto';

/** Up to four facts to take in at a glance: as many beside each other as there is room, parted by hairlines. */
export const Facts = component$<Pick<PropsOf<'div'>, 'class'>>(({ class: extra }) => (
  <div class={['@container overflow-hidden rounded-surface border border-line bg-surface', extra]}>
    <dl class={GRID}>
      <Slot />
    </dl>
  </div>
));

type FactProps = { label: string; note?: string };

/** One fact: what it is, how much or which, and what follows from it. */
export const Fact = component$<FactProps>(({ label, note }) => (
  <div class="row-span-2 grid grid-rows-subgrid gap-1 bg-surface px-4 py-4 sm:px-5 ring-1 ring-line">
    <dt class="text-sm text-ink-soft">{label}</dt>
    <dd>
      <div class="flex flex-wrap items-center gap-2 font-display text-lg font-semibold @md:text-xl">
        <Slot />
      </div>
      {note && <div class="mt-1 text-sm text-ink-soft">{note}</div>}
    </dd>
  </div>
));
