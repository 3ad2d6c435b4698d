import { component$, type PropsOf, Slot } from '@builder.io/qwik';
import { TilePattern } from './tile-pattern';

type EmptyStateProps = Pick<PropsOf<'div'>, 'class'> & { title: string; lead?: string };

/** Teaches the next step: one sentence, and one button in the slot. */
export const EmptyState = component$<EmptyStateProps>(({ title, lead, class: extra }) => (
  <div class={['relative overflow-hidden rounded-surface border border-line bg-surface', extra]}>
    <TilePattern
      tile={64}
      class="h-24 text-action [mask-image:linear-gradient(to_bottom,black_20%,transparent)]"
    />
    <div class="relative grid justify-items-center gap-2 px-6 pt-28 pb-14 text-center">
      <h2 class="text-xl">{title}</h2>
      {lead && <p class="max-w-sm text-ink-soft">{lead}</p>}
      <div class="mt-4 empty:hidden">
        <Slot />
      </div>
    </div>
  </div>
));
