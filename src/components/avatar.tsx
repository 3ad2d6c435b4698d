import { component$, type PropsOf } from '@builder.io/qwik';

type AvatarProps = Pick<PropsOf<'span'>, 'class'> & { name: string };

/** The initials of a name. Decoration: the name itself stands beside it or in the label of its button. */
export const Avatar = component$<AvatarProps>(({ name, class: extra }) => (
  <span
    aria-hidden="true"
    class={[
      'inline-grid size-8 shrink-0 place-items-center rounded-full bg-action-soft text-xs font-semibold text-action',
      extra,
    ]}
  >
    {initials(name)}
  </span>
));

/** The first letters of the first and the last word, whole characters even outside the basic plane. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toLocaleUpperCase();
}
