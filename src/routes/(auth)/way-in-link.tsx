import { component$, Slot } from '@builder.io/qwik';
import { useLocation } from '@builder.io/qwik-city';
import { NavLink } from '~/components/nav-link';

/** To another way in, without forgetting where the visitor was going. `posted` is the form that the address has lost it to. */
export const WayInLink = component$<{ href: string; posted?: FormData }>(({ href, posted }) => {
  const next = posted?.get('next')?.toString() || useLocation().url.searchParams.get('next');
  return (
    <NavLink href={next ? `${href}?${new URLSearchParams({ next })}` : href} class="link">
      <Slot />
    </NavLink>
  );
});
