import type { PropsOf } from '@builder.io/qwik';
import { MARK } from './star';

type MarkProps = Pick<PropsOf<'svg'>, 'class'> & { size?: number };

/** Two squares turned by 45°, open in the middle: the walls and the courtyard. Decoration; the name stands beside it. */
export const Mark = ({ size = 24, class: extra }: MarkProps) => (
  <svg viewBox="0 0 32 32" width={size} height={size} fill="currentColor" aria-hidden="true" class={extra}>
    <path fill-rule="evenodd" d={MARK} />
  </svg>
);
