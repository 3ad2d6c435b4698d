import { component$, Slot } from '@builder.io/qwik';
import { useLocation } from '@builder.io/qwik-city';
import { BackLink } from '~/components/back-link';
import * as m from '~/lib/i18n/paraglide/messages';

/** The pages of the account: each has the way back to the list of them, above its head. */
export default component$(() => {
  const isHome = useLocation().url.pathname === '/account';
  return (
    <>
      {!isHome && (
        <nav aria-label={m.account_breadcrumb()} class="-mt-3 mb-2">
          <BackLink href="/account">{m.account_title()}</BackLink>
        </nav>
      )}
      <Slot />
    </>
  );
});
