import { component$ } from '@builder.io/qwik';
import { CopyButton } from '~/components/copy-button';

/** Code that scrolls by itself when it is too wide, with the keyboard too, and can be taken along. */
export const CodeBlock = component$<{ label: string; code: string }>(({ label, code }) => (
  <div class="relative min-w-0 self-start">
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse has to be able to scroll it
      tabIndex={0}
      class="overflow-x-auto rounded-surface border border-line bg-sunken p-4 pr-14 font-mono text-sm leading-relaxed"
    >
      <pre>
        <code>{code}</code>
      </pre>
    </section>
    <CopyButton value={code} what={label} class="absolute top-2 right-2 bg-sunken hover:bg-surface" />
  </div>
));
