import { component$, Slot } from '@builder.io/qwik';

/** One part of the gallery: a title, a rule, and what it shows. */
export const Section = component$<{ title: string }>(({ title }) => (
  <section class="grid gap-6">
    <h2 class="border-b border-line pb-3 text-xl">{title}</h2>
    <Slot />
  </section>
));
