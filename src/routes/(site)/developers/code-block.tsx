import { component$ } from '@builder.io/qwik';

/** Code that scrolls by itself when it is too wide, with the keyboard too. */
export const CodeBlock = component$<{ label: string; code: string }>(({ label, code }) => (
  <section
    aria-label={label}
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse has to be able to scroll it
    tabIndex={0}
    class="self-start overflow-x-auto rounded-surface border border-line bg-sunken p-4 font-mono text-sm leading-relaxed"
  >
    <pre>
      <code>{code}</code>
    </pre>
  </section>
));
