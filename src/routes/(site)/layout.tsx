import { component$, Slot } from '@builder.io/qwik';
import { routeLoader$ } from '@builder.io/qwik-city';
import { SiteShell } from '~/components/site-shell';
import { hasSessionCookie } from '~/lib/supabase/session-cookies';

/** A guess that costs nothing: whoever brought a session is offered the way back in, and the guard there decides. */
export const useHasSession = routeLoader$((event) => hasSessionCookie(event));

export default component$(() => {
  const hasSession = useHasSession();
  return (
    <SiteShell signedIn={hasSession.value}>
      <Slot />
    </SiteShell>
  );
});
