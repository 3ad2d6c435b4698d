import { component$, type PropsOf, Slot } from '@builder.io/qwik';

type PageHeadProps = Pick<PropsOf<'header'>, 'class'> & { title: string; lead?: string };

/** The page's one `<h1>`. The slot `action` stands opposite it, below it on a phone. */
export const PageHead = component$<PageHeadProps>(({ title, lead, class: extra }) => (
  <header class={['mb-8 flex flex-wrap items-end justify-between gap-x-6 gap-y-4 sm:mb-10', extra]}>
    <div class="min-w-0">
      <h1 class="text-2xl sm:text-3xl">{title}</h1>
      {lead && <p class="mt-2 max-w-measure text-ink-soft">{lead}</p>}
    </div>
    <Slot name="action" />
  </header>
));
