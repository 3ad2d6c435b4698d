import { component$, sync$ } from '@builder.io/qwik';
import { useLocation } from '@builder.io/qwik-city';
import * as m from '~/lib/i18n/paraglide/messages';
import { Avatar } from './avatar';
import { IconClock, IconDevices, IconSignOut, IconUser } from './icons';
import { LanguageSwitch } from './language-switch';
import { NavLink } from './nav-link';
import { ThemeSwitch } from './theme-switch';

export type ShellUser = { name: string; email: string; isAdmin: boolean };

const ENTRY =
  'flex min-h-control w-full items-center gap-3 rounded-control px-3 text-left text-sm font-medium hover:bg-sunken';

/** Who is signed in, and what belongs to them. A popover: opened, left and closed by the browser, without script. */
export const AccountMenu = component$<{ user: ShellUser }>(({ user }) => {
  const here = useLocation().url.pathname;
  return (
    <>
      <button
        type="button"
        popovertarget="account-menu"
        class="-mr-1 grid size-control place-items-center rounded-full"
      >
        <Avatar name={user.name} />
        <span class="sr-only">{m.common_account_menu({ name: user.name })}</span>
      </button>
      <div
        id="account-menu"
        popover="auto"
        onClick$={sync$((event: Event, menu: HTMLElement) => {
          // Navigation in place keeps the shell, so a link has to close the menu that held it.
          if (event.target instanceof Element && event.target.closest('a')) menu.hidePopover();
        })}
        class="fixed inset-auto top-16 right-4 m-0 w-72 rounded-surface bg-surface p-2 text-ink shadow-float sm:right-6"
      >
        <NavLink href="/profile" here={here} class="block rounded-control px-3 py-2 hover:bg-sunken">
          <span class="block wrap-anywhere font-medium">{user.name}</span>
          <span class="block wrap-anywhere text-sm text-ink-soft">{user.email}</span>
        </NavLink>
        <NavLink href="/account" here={here} class={ENTRY}>
          <IconUser class="text-ink-soft" />
          {m.common_nav_account()}
        </NavLink>
        <NavLink href="/account/sessions" here={here} class={ENTRY}>
          <IconDevices class="text-ink-soft" />
          {m.common_nav_sessions()}
        </NavLink>
        <NavLink href="/account/activity" here={here} class={ENTRY}>
          <IconClock class="text-ink-soft" />
          {m.common_nav_activity()}
        </NavLink>
        <div class="my-2 grid gap-2 border-y border-line px-3 py-3">
          <LanguageSwitch class="w-full" />
          <ThemeSwitch class="w-full" />
        </div>
        <form method="post" action="/logout">
          <button type="submit" class={ENTRY}>
            <IconSignOut class="text-ink-soft" />
            {m.common_sign_out()}
          </button>
        </form>
      </div>
    </>
  );
});
