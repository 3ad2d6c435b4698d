import { component$, Slot, sync$ } from '@builder.io/qwik';
import { Button } from './button';
import { type ButtonVariant, buttonClass } from './button-style';

type ConfirmProps = {
  /** Of the dialog; one a page. */
  id: string;
  /** What the button that opens it says. */
  label: string;
  variant?: ButtonVariant;
  /** The question, whom or what it is about, and what follows from a yes. */
  title: string;
  about: string;
  text: string;
  /** What the way back is called. */
  cancel: string;
};

/**
 * A button that asks first. The dialog is a popover: the browser opens it, closes it with Escape and gives the focus back,
 * without script. The slot holds the form that does it.
 */
export const Confirm = component$<ConfirmProps>(
  ({ id, label, variant = 'quiet', title, about, text, cancel }) => (
    <>
      <button type="button" popovertarget={id} class={buttonClass(variant)}>
        {label}
      </button>
      <dialog
        id={id}
        popover="auto"
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-text`}
        onSubmit$={sync$((_: Event, dialog: HTMLElement) => {
          // The page stays where it is while the form is sent in place, and its answer stands below the dialog.
          dialog.hidePopover();
        })}
        class="m-auto w-full max-w-md rounded-surface bg-surface p-6 text-ink shadow-float backdrop:bg-[oklch(0.15_0.012_260/0.5)] max-sm:mb-4 max-sm:max-w-[calc(100%-2rem)]"
      >
        <h2 id={`${id}-title`} class="text-xl">
          {title}
        </h2>
        <div id={`${id}-text`} class="mt-3 grid gap-1">
          <p class="font-medium">{about}</p>
          <p class="text-ink-soft">{text}</p>
        </div>
        <div class="mt-6 flex flex-wrap justify-end gap-3">
          <Button type="button" variant="quiet" popovertarget={id} popovertargetaction="hide">
            {cancel}
          </Button>
          <Slot />
        </div>
      </dialog>
    </>
  ),
);
