import { component$, type PropsOf, useSignal } from '@builder.io/qwik';
import * as m from '~/lib/i18n/paraglide/messages';
import { IconEye, IconEyeOff } from './icons';

/** A password that can be looked at before it is sent. The toggle loads its script at the first press. */
export const PasswordInput = component$<Omit<PropsOf<'input'>, 'type' | 'value' | 'class'>>((props) => {
  const shown = useSignal(false);
  return (
    <div class="relative">
      <input
        autocapitalize="none"
        spellcheck={false}
        {...props}
        type={shown.value ? 'text' : 'password'}
        class="control pr-12"
      />
      <button
        type="button"
        class="absolute inset-y-0 right-0 grid w-control place-items-center rounded-control text-ink-soft hover:text-ink noscript:hidden"
        aria-label={m.common_show_password()}
        aria-pressed={shown.value}
        onClick$={() => {
          shown.value = !shown.value;
        }}
      >
        {shown.value ? <IconEyeOff /> : <IconEye />}
      </button>
    </div>
  );
});
