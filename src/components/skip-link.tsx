import { sync$ } from '@builder.io/qwik';
import * as m from '~/lib/i18n/paraglide/messages';

/** The first stop of the keyboard: past the navigation, to `<main id="main" tabIndex={-1}>`. */
export const SkipLink = () => (
  <a
    href="#main"
    onClick$={sync$(() => {
      // After a navigation in place the router scrolls to the target, but leaves the focus behind.
      document.getElementById('main')?.focus();
    })}
    class="fixed top-2 left-2 z-50 -translate-y-16 rounded-control bg-action px-4 py-2 text-sm font-medium text-action-ink focus:translate-y-0"
  >
    {m.common_skip_to_content()}
  </a>
);
