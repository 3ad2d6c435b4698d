import { component$, Slot } from '@builder.io/qwik';
import { type DocumentHead, routeLoader$ } from '@builder.io/qwik-city';
import { SiteShell } from '~/components/site-shell';
import { ENV } from '~/lib/env.server';
import { currentLocale } from '~/lib/i18n/locale';
import * as m from '~/lib/i18n/paraglide/messages';
import { hasSessionCookie } from '~/lib/supabase/session-cookies';

/** Our public address as it is configured: the one in the request could be anybody's. */
export const useOrigin = routeLoader$(() => ENV.ORIGIN ?? null);

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

/** What a shared link shows. A card needs a full address, so there is none until one is configured. */
export const head: DocumentHead = ({ head: page, resolveValue, url }) => {
  const origin = resolveValue(useOrigin);
  const about = [
    { property: 'og:type', content: 'website' },
    { property: 'og:site_name', content: m.common_app_name() },
    { property: 'og:title', content: page.title || m.common_app_name() },
    { property: 'og:locale', content: currentLocale() },
  ];
  if (!origin) return { meta: about };
  const card = [
    { property: 'og:url', content: origin + url.pathname },
    { property: 'og:image', content: `${origin}/social-card.png` },
    { property: 'og:image:alt', content: m.site_motto() },
    { name: 'twitter:card', content: 'summary_large_image' },
  ];
  return { meta: [...about, ...card], links: [{ rel: 'canonical', href: origin + url.pathname }] };
};
