import { component$, Slot } from '@builder.io/qwik';
import { IconBack } from './icons';
import { NavLink } from './nav-link';

/** The way back to the list or the overview a page belongs to. Stands above the page's head. */
export const BackLink = component$<{ href: string }>(({ href }) => (
  <NavLink
    href={href}
    class="-ml-1 inline-flex min-h-control items-center gap-1.5 rounded-control px-1 text-sm font-medium text-ink-soft hover:text-ink"
  >
    <IconBack size={16} />
    <Slot />
  </NavLink>
));
