import { component$ } from '@builder.io/qwik';
import * as m from '~/lib/i18n/paraglide/messages';
import { IconBack, IconForward } from './icons';
import { NavLink } from './nav-link';

type Place = { href: string; label: string };

const PLACE =
  'inline-flex min-h-control items-center gap-1.5 rounded-control px-1 text-sm font-medium text-ink-soft hover:text-ink';

/**
 * Where a page belongs, above its head: the places above it, the nearest last. The page itself is its heading, right
 * below. On a phone the nearest place alone, as the way back.
 */
export const Breadcrumbs = component$<{ places: [...Place[], Place] }>(({ places }) => {
  const above = places.slice(0, -1);
  const [nearest] = places.slice(-1);
  return (
    <nav aria-label={m.common_breadcrumb()} class="-mt-3 mb-2 -ml-1 flex flex-wrap items-center print:hidden">
      {above.map(({ href, label }) => (
        <span key={href} class="flex items-center max-sm:hidden">
          <NavLink href={href} class={PLACE}>
            {label}
          </NavLink>
          <IconForward size={14} class="text-ink-faint" />
        </span>
      ))}
      {nearest && (
        <NavLink href={nearest.href} class={PLACE}>
          <IconBack size={16} class={above.length > 0 && 'sm:hidden'} />
          {nearest.label}
        </NavLink>
      )}
    </nav>
  );
});
