import { component$, type PropsOf, Slot } from '@builder.io/qwik';
import { IconAlert, IconCheck, IconInfo } from './icons';

export type Tone = 'bad' | 'good' | 'warn' | 'info';

type FormAlertProps = Pick<PropsOf<'div'>, 'class' | 'id'> & { tone?: Tone; role?: 'alert' | 'status' };

const LOOK = {
  bad: { box: 'bg-bad-soft', icon: 'text-bad', Icon: IconAlert },
  warn: { box: 'bg-warn-soft', icon: 'text-warn', Icon: IconAlert },
  good: { box: 'bg-good-soft', icon: 'text-good', Icon: IconCheck },
  info: { box: 'bg-action-soft', icon: 'text-action', Icon: IconInfo },
};

/** What happened to the form as a whole: said at once by a screen reader, and never by colour alone. */
export const FormAlert = component$<FormAlertProps>(
  ({ tone = 'bad', role = tone === 'bad' ? 'alert' : 'status', id, class: extra }) => {
    const { box, icon, Icon } = LOOK[tone];
    return (
      <div
        id={id}
        role={role}
        class={[
          'flex items-start gap-3 rounded-control px-4 py-3 text-sm text-ink forced-colors:border',
          box,
          extra,
        ]}
      >
        <Icon class={['mt-px shrink-0', icon]} />
        <div class="min-w-0">
          <Slot />
        </div>
      </div>
    );
  },
);
