import { component$ } from '@builder.io/qwik';

/** What goes, what stays, what is in a file: said in a few plain lines. */
export const PlainList = component$<{ title: string; items: string[] }>(({ title, items }) => (
  <section>
    <h2 class="text-lg">{title}</h2>
    <ul class="mt-2 grid max-w-measure list-disc gap-1.5 pl-5 marker:text-ink-faint">
      {items.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  </section>
));
