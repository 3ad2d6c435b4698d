import { component$, type PropsOf, Slot } from '@builder.io/qwik';

type BadgeProps = Pick<PropsOf<'span'>, 'class'> & { tone?: 'neutral' | 'action' | 'good' | 'warn' | 'bad' };

const TONE = {
  neutral: 'bg-sunken text-ink-soft',
  action: 'bg-action-soft text-action',
  good: 'bg-good-soft text-good',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
};

/** A state in one word; the word carries the meaning, the colour only repeats it. */
export const Badge = component$<BadgeProps>(({ tone = 'neutral', class: extra }) => (
  <span
    class={[
      'inline-flex items-center rounded-full px-2.5 py-0.5 text-xs font-medium whitespace-nowrap',
      TONE[tone],
      extra,
    ]}
  >
    <Slot />
  </span>
));
