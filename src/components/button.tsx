import { component$, type PropsOf, Slot, sync$ } from '@builder.io/qwik';
import { type ButtonSize, type ButtonVariant, buttonClass } from './button-style';
import { Spinner } from './spinner';

type ButtonProps = Omit<PropsOf<'button'>, 'onClick$' | 'type'> & {
  type?: 'submit' | 'button' | 'reset';
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** Pass an action's `isRunning`: the button keeps its size, shows that it works and ignores further clicks. */
  working?: boolean;
};

/**
 * A button says the verb and the object. A submit button ignores a second click while the first is on its way;
 * without JavaScript it is a plain submit button.
 */
export const Button = component$<ButtonProps>(
  ({ type = 'submit', variant, size, working, class: extra, ...rest }) => (
    <button
      {...rest}
      type={type}
      class={[buttonClass(variant, size), extra]}
      aria-disabled={working ? 'true' : undefined}
      aria-busy={working ? 'true' : undefined}
      onClick$={sync$((event: Event, button: HTMLButtonElement) => {
        if (button.type !== 'submit') return;
        if (button.getAttribute('aria-disabled') === 'true') return event.preventDefault();
        if (button.form?.checkValidity() === false) return;
        // Between the click and the first script the browser waits alone. The limit frees a button whose post
        // never left, and one that the browser brings back with the page.
        button.setAttribute('aria-disabled', 'true');
        setTimeout(() => button.getAttribute('aria-busy') || button.removeAttribute('aria-disabled'), 8000);
      })}
    >
      <span class={['inline-flex items-center gap-2', working && 'opacity-0']}>
        <Slot />
      </span>
      {working && <Spinner class="absolute" />}
    </button>
  ),
);
