import { component$, type PropsOf } from '@builder.io/qwik';

type MarkProps = Pick<PropsOf<'svg'>, 'class'> & { size?: number };

/** Two squares turned by 45°, open in the middle: the walls and the courtyard. Decoration; the name stands beside it. */
export const Mark = component$<MarkProps>(({ size = 24, class: extra }) => (
  <svg viewBox="0 0 32 32" width={size} height={size} fill="currentColor" aria-hidden="true" class={extra}>
    <path
      fill-rule="evenodd"
      d="M16 1l4.39 4.39h6.22v6.22L31 16l-4.39 4.39v6.22h-6.22L16 31l-4.39-4.39H5.39v-6.22L1 16l4.39-4.39V5.39h6.22ZM16 10l-6 6 6 6 6-6Z"
    />
  </svg>
));
