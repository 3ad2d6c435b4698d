import { component$, type PropsOf, Slot } from '@builder.io/qwik';

type CardProps = Pick<PropsOf<'section'>, 'class'> & { title?: string; lead?: string };

/** A surface with one hairline and no shadow. The slot `action` stands opposite the title. */
export const Card = component$<CardProps>(({ title, lead, class: extra }) => (
  <section class={['rounded-surface border border-line bg-surface p-5 sm:p-6', extra]}>
    {title && (
      <header class="mb-5 flex items-start justify-between gap-4">
        <div>
          <h2 class="text-lg">{title}</h2>
          {lead && <p class="mt-1 max-w-measure text-sm text-ink-soft">{lead}</p>}
        </div>
        <Slot name="action" />
      </header>
    )}
    <Slot />
  </section>
));
