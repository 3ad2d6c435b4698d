import { component$, type PropsOf } from '@builder.io/qwik';
import { initials } from './initials';

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
