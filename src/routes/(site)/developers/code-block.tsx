import { component$ } from '@builder.io/qwik';
import { CopyButton } from '~/components/copy-button';

type CodeBlockProps = {
  title: string;
  /** What it is called where several have the same title. */
  label?: string;
  code: string;
};

/** Code that scrolls by itself when it is too wide, with the keyboard too, and can be taken along. */
export const CodeBlock = component$<CodeBlockProps>(({ title, label = title, code }) => (
  <div class="min-w-0 self-start rounded-surface border border-line bg-sunken">
    <div class="flex items-center justify-between gap-4 border-b border-line py-1 pr-2 pl-4">
      <p class="text-sm font-medium">{title}</p>
      <CopyButton value={code} what={label} class="hover:bg-surface" />
    </div>
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse has to be able to scroll it
      tabIndex={0}
      class="overflow-x-auto rounded-b-surface p-4 font-mono text-sm leading-relaxed"
    >
      <pre>
        <code>{code}</code>
      </pre>
    </section>
  </div>
));
