import { component$, type PropsOf, sync$ } from '@builder.io/qwik';
import * as m from '~/lib/i18n/paraglide/messages';
import { IconCheck, IconCopy } from './icons';

type CopyButtonProps = Pick<PropsOf<'button'>, 'class'> & {
  value: string;
  /** What is copied, for those who hear the button instead of seeing what it stands beside. */
  what: string;
};

/**
 * Puts a text into the clipboard, without a script of ours being loaded for it, and says so. The old way is for pages
 * without TLS, where a browser has no clipboard to give. Not there where no script runs.
 */
export const CopyButton = component$<CopyButtonProps>(({ value, what, class: extra }) => (
  <>
    <button
      type="button"
      value={value}
      aria-label={m.common_copy({ what })}
      onClick$={sync$((_: Event, button: HTMLButtonElement) => {
        const said = button.nextElementSibling;
        const show = () => {
          button.dataset.copied = '';
          if (said) said.textContent = said.getAttribute('data-said');
          setTimeout(() => {
            delete button.dataset.copied;
            if (said) said.textContent = '';
          }, 3000);
        };
        const copyOldWay = () => {
          const text = document.createElement('textarea');
          text.value = button.value;
          button.after(text);
          text.select();
          if (document.execCommand('copy')) show();
          text.remove();
          button.focus();
        };
        if (navigator.clipboard) navigator.clipboard.writeText(button.value).then(show, copyOldWay);
        else copyOldWay();
      })}
      class={[
        'group grid size-8 shrink-0 place-items-center rounded-control text-ink-soft hover:bg-sunken hover:text-ink ' +
          'pointer-coarse:size-control noscript:hidden',
        extra,
      ]}
    >
      <IconCopy size={16} class="group-data-copied:hidden" />
      <IconCheck size={16} class="hidden text-good group-data-copied:block" />
    </button>
    <span role="status" data-said={m.common_copied()} class="sr-only" />
  </>
));
