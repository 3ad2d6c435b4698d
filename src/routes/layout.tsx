import { component$, Slot } from '@builder.io/qwik';
import { type DocumentHead, routeLoader$ } from '@builder.io/qwik-city';
import { NavigationStatus } from '~/components/navigation-status';
import { ENV } from '~/lib/env.server';
import { pageLinks } from '~/lib/pages/page-links';

/** Our public address as it is configured: the one in the request could be anybody's. */
export const useOrigin = routeLoader$(() => ENV.ORIGIN ?? null);

export default component$(() => (
  <>
    <NavigationStatus />
    <Slot />
  </>
));

export const head: DocumentHead = ({ head: { title }, resolveValue, url }) =>
  pageLinks({ url, title, origin: resolveValue(useOrigin) });
