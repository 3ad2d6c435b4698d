import { component$ } from '@builder.io/qwik';
import { useLocation } from '@builder.io/qwik-city';
import * as m from '~/lib/i18n/paraglide/messages';
import { IconHome, IconReceipt, IconShield, IconUser, IconWallet } from './icons';
import { NavLink } from './nav-link';

const PLACES = [
  { href: '/dashboard', label: m.common_nav_dashboard, Icon: IconHome },
  { href: '/billing', label: m.common_nav_billing, Icon: IconReceipt },
  { href: '/wallet', label: m.common_nav_wallet, Icon: IconWallet },
  { href: '/account', label: m.common_nav_account, Icon: IconUser },
];

const ADMINISTRATION = { href: '/admin', label: m.common_nav_admin, Icon: IconShield };

const BAR =
  'sticky bottom-0 z-20 order-last border-t border-line bg-canvas pb-[env(safe-area-inset-bottom)] ' +
  'lg:static lg:z-auto lg:order-none lg:border-t-0 lg:border-r lg:pb-0';

const LINK =
  'flex min-w-11 flex-col items-center justify-center gap-0.5 rounded-control px-1 py-2 text-xs font-medium text-ink-soft ' +
  'hover:text-ink aria-[current]:text-action lg:min-h-control lg:flex-row lg:justify-start lg:gap-3 lg:px-3 lg:text-sm ' +
  'lg:hover:bg-sunken lg:aria-[current]:bg-action-soft';

/** One list in two shapes: beside the page where there is room, under the thumb where there is not. */
export const AppNav = component$<{ isAdmin: boolean }>(({ isAdmin }) => {
  const here = useLocation().url.pathname;
  return (
    <nav aria-label={m.common_nav_main()} class={BAR}>
      <ul class="mx-auto grid max-w-md auto-cols-fr grid-flow-col px-2 sm:px-4 lg:sticky lg:top-14 lg:grid-flow-row lg:gap-1 lg:p-4">
        {(isAdmin ? [...PLACES, ADMINISTRATION] : PLACES).map(({ href, label, Icon }) => (
          <li key={href} class="wrap-normal">
            <NavLink href={href} here={here} section class={LINK}>
              <Icon />
              {label()}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
});
