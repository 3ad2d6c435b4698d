import { component$, Slot } from '@builder.io/qwik';
import { useLocation } from '@builder.io/qwik-city';
import * as m from '~/lib/i18n/paraglide/messages';
import { Brand } from './brand';
import { LanguageSwitch } from './language-switch';
import { NavLink } from './nav-link';
import { SkipLink } from './skip-link';
import { ThemeSwitch } from './theme-switch';

const LINK =
  'inline-flex min-h-control items-center rounded-control px-3 text-sm font-medium text-ink-soft hover:text-ink ' +
  'aria-[current]:text-ink';

/** Public pages: name and the way in above, the reader's preferences below. */
export const SiteShell = component$<{ signedIn?: boolean }>(({ signedIn }) => {
  const here = useLocation().url.pathname;
  return (
    <div class="grid min-h-dvh grid-rows-[auto_1fr_auto]">
      <SkipLink />
      <header class="relative z-10 mx-auto flex w-full max-w-6xl items-center justify-between gap-4 px-4 py-4 sm:px-8">
        <Brand />
        <nav aria-label={m.common_nav_main()} class="-mr-3 flex">
          <NavLink href="/pricing" here={here} class={LINK}>
            {m.site_prices()}
          </NavLink>
          <NavLink href={signedIn ? '/dashboard' : '/login'} here={here} class={LINK}>
            {signedIn ? m.site_to_dashboard() : m.site_sign_in()}
          </NavLink>
        </nav>
      </header>
      <main id="main" tabIndex={-1} class="outline-none">
        <Slot />
      </main>
      <footer class="border-t border-line">
        <div class="mx-auto flex w-full max-w-6xl flex-wrap items-center justify-between gap-4 px-4 py-6 sm:px-8">
          <p class="text-sm text-ink-soft">{m.site_motto()}</p>
          <div class="flex flex-wrap items-center gap-3 max-sm:w-full max-sm:justify-between">
            <NavLink href="/developers" here={here} class={[LINK, '-mx-3 max-sm:basis-full sm:mr-0']}>
              {m.site_api_title()}
            </NavLink>
            <LanguageSwitch />
            <ThemeSwitch />
          </div>
        </div>
      </footer>
    </div>
  );
});
