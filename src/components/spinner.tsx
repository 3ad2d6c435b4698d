import type { ClassList } from '@builder.io/qwik';

/** The quarter turn that says "working"; `aria-busy` on its owner says it to a screen reader. */
export const Spinner = (props: { class?: ClassList }) => (
  <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" class={['animate-spin', props.class]}>
    <circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" stroke-width="2" opacity="0.25" />
    <path d="M14.5 8A6.5 6.5 0 0 0 8 1.5" fill="none" stroke="currentColor" stroke-width="2" />
  </svg>
);
