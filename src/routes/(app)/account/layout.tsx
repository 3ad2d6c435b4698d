import { component$, Slot } from '@builder.io/qwik';
import { useLocation } from '@builder.io/qwik-city';
import { IconBack } from '~/components/icons';
import { NavLink } from '~/components/nav-link';
import * as m from '~/lib/i18n/paraglide/messages';

/** The pages of the account: each has the way back to the list of them, above its head. */
export default component$(() => {
  const isHome = useLocation().url.pathname === '/account';
  return (
    <>
      {!isHome && (
        <nav aria-label={m.account_breadcrumb()} class="mb-4">
          <NavLink
            href="/account"
            class="-ml-1 inline-flex min-h-control items-center gap-1.5 rounded-control px-1 text-sm font-medium text-ink-soft hover:text-ink"
          >
            <IconBack size={16} />
            {m.account_title()}
          </NavLink>
        </nav>
      )}
      <Slot />
    </>
  );
});
