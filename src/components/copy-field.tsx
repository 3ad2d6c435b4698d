import { component$, type PropsOf } from '@builder.io/qwik';
import { CopyButton } from './copy-button';

type CopyFieldProps = Pick<PropsOf<'span'>, 'class'> & { value: string; what: string };

/** What is read by machines and passed on by people: a number, an address. One click marks it, the button copies it. */
export const CopyField = component$<CopyFieldProps>(({ value, what, class: extra }) => (
  <span class={['inline-flex max-w-full items-center gap-1', extra]}>
    <code class="min-w-0 font-mono wrap-anywhere select-all">{value}</code>
    <CopyButton value={value} what={what} class="-my-2" />
  </span>
));
