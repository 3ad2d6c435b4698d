import { component$, Slot } from '@builder.io/qwik';
import { SiteShell } from '~/components/site-shell';

export default component$(() => (
  <SiteShell>
    <Slot />
  </SiteShell>
));
