import { component$, Slot } from '@builder.io/qwik';
import { useLocation } from '@builder.io/qwik-city';
import { Breadcrumbs } from '~/components/breadcrumbs';
import * as m from '~/lib/i18n/paraglide/messages';

/** The pages of the account: each has the way back to the list of them, above its head. */
export default component$(() => {
  const isHome = useLocation().url.pathname === '/account';
  return (
    <>
      {!isHome && <Breadcrumbs places={[{ href: '/account', label: m.account_title() }]} />}
      <Slot />
    </>
  );
});
