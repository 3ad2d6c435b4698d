import { component$ } from '@builder.io/qwik';
import * as m from '~/lib/i18n/paraglide/messages';

/** A hairline with "or" in it, between one way in and another. */
export const OrLine = component$(() => (
  <p class="flex items-center gap-3 text-sm text-ink-soft before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
    {m.auth_login_other_ways()}
  </p>
));
