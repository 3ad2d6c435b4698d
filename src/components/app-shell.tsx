import { component$, Slot } from '@builder.io/qwik';
import { AccountMenu, type ShellUser } from './account-menu';
import { AppNav } from './app-nav';
import { Brand } from './brand';
import { SkipLink } from './skip-link';

/** The signed-in frame: top bar, side navigation that is a bottom bar on phones, account menu. */
export const AppShell = component$<{ user: ShellUser }>(({ user }) => (
  <div class="flex min-h-dvh flex-col">
    <SkipLink />
    <header class="sticky top-0 z-20 flex items-center justify-between gap-4 border-b border-line bg-canvas px-4 py-2 sm:px-6 print:hidden">
      <Brand href="/dashboard" />
      <AccountMenu user={user} />
    </header>
    <div class="flex flex-1 flex-col lg:grid lg:grid-cols-[15rem_minmax(0,1fr)] print:block">
      <AppNav isAdmin={user.isAdmin} />
      <main
        id="main"
        tabIndex={-1}
        class="mx-auto w-full max-w-5xl flex-1 px-4 pt-6 pb-10 outline-none sm:px-8 sm:pt-10 lg:pb-16 print:max-w-none print:p-0"
      >
        <Slot />
      </main>
    </div>
  </div>
));
