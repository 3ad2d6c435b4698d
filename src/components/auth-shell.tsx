import { component$, Slot } from '@builder.io/qwik';
import * as m from '~/lib/i18n/paraglide/messages';
import { Brand } from './brand';
import { LanguageSwitch } from './language-switch';
import { SkipLink } from './skip-link';
import { ThemeSwitch } from './theme-switch';
import { TilePattern } from './tile-pattern';

type AuthShellProps = { title: string; lead?: string };

/** Sign-in pages: the form left, the tiles right (gone on phones). The slot `foot` holds the way to the other page. */
export const AuthShell = component$<AuthShellProps>(({ title, lead }) => (
  <div class="grid min-h-dvh lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
    <SkipLink />
    <div class="flex flex-col px-5 py-5 sm:px-10 sm:py-8">
      <header>
        <Brand />
      </header>
      <main id="main" tabIndex={-1} class="m-auto w-full max-w-sm py-10 outline-none">
        <h1 class="text-2xl">{title}</h1>
        {lead && <p class="mt-2 text-ink-soft">{lead}</p>}
        <div class="mt-8">
          <Slot />
        </div>
        <div class="mt-8 text-sm text-ink-soft empty:hidden">
          <Slot name="foot" />
        </div>
      </main>
      <footer class="flex flex-wrap justify-between gap-3">
        <LanguageSwitch />
        <ThemeSwitch />
      </footer>
    </div>
    <aside class="relative hidden overflow-hidden bg-tile text-tile-ink lg:block print:hidden">
      <TilePattern tile={112} class="[mask-image:linear-gradient(to_top,transparent_10%,black_55%)]" />
      <p class="absolute inset-x-12 bottom-12 max-w-md font-display text-2xl font-semibold text-balance">
        {m.site_motto()}
      </p>
    </aside>
  </div>
));
