import { $, component$, type PropsOf, Slot, sync$ } from '@builder.io/qwik';
import { useLocation, useNavigate } from '@builder.io/qwik-city';

export type NavLinkProps = Omit<PropsOf<'a'>, 'href' | 'onClick$' | 'onPointerEnter$' | 'onFocus$'> & {
  href: string;
  /** Mark the link as the current page also on the pages below it. */
  section?: boolean;
  /** Is it the current page? Said where the path alone does not tell, because the pages differ by their query. */
  isHere?: boolean;
};

/**
 * A link that navigates in place and costs no script until it is meant: Qwik City's `<Link>` would load its core and
 * run the loaders of every link in sight. Without JavaScript it is an anchor.
 */
export const NavLink = component$<NavLinkProps>(({ href, section, isHere, ...rest }) => {
  const navigate = useNavigate();
  const here = useLocation().url.pathname;
  const path = href.split(/[?#]/, 1)[0];
  const current = isHere ?? (here === path || (section && here.startsWith(`${path}/`)));
  // Loading this very handler brings the core along, so the click that follows only waits for data.
  const warmUp = $(() => {});

  return (
    <a
      {...rest}
      href={href}
      aria-current={current ? 'page' : undefined}
      onPointerEnter$={warmUp}
      onFocus$={warmUp}
      onClick$={[
        sync$((event: MouseEvent) => {
          if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
          event.preventDefault();
        }),
        $(async (event: MouseEvent, link: HTMLAnchorElement) => {
          if (event.defaultPrevented) await navigate(link.href);
        }),
      ]}
    >
      <Slot />
    </a>
  );
});
