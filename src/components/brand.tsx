import { component$, type PropsOf } from '@builder.io/qwik';
import { useLocation } from '@builder.io/qwik-city';
import * as m from '~/lib/i18n/paraglide/messages';
import { Mark } from './mark';
import { NavLink } from './nav-link';

/** Mark and name, the way back to the start. */
export const Brand = component$<Pick<PropsOf<'a'>, 'class'> & { href?: string }>(
  ({ href = '/', class: extra }) => {
    const here = useLocation().url.pathname;
    return (
      <NavLink
        href={href}
        here={here}
        class={[
          'inline-flex min-h-control items-center gap-2.5 rounded-control font-display text-lg font-semibold',
          extra,
        ]}
      >
        <Mark class="text-action" />
        {m.common_app_name()}
      </NavLink>
    );
  },
);
