import { $, type PropsOf, sync$ } from '@builder.io/qwik';

export type NavLinkProps = Omit<
  PropsOf<'a'>,
  'href' | 'onClick$' | 'onPointerEnter$' | 'onFocus$' | 'q:slot'
> & {
  href: string;
  /** The path one is at, for a link of a navigation: it says so where it leads there. */
  here?: string;
  /** Say it also on the pages below that. */
  section?: boolean;
  /** What holds the link has the slot: on a page that is reached in place Qwik does not look for it in plain markup. */
  'q:slot'?: never;
  /** Is it the current page? Said where the path alone does not tell, because the pages differ by their query. */
  isHere?: boolean;
};

/** Loading this very handler brings the core along, so the click that follows only waits for data. */
const warmUp = $(() => {});

const goInPlace = sync$((event: MouseEvent, link: HTMLAnchorElement) => {
  if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  // `NavigationStatus` is who hears it: one for all links, where each would have to bring the way of its own along.
  document.dispatchEvent(new CustomEvent('inplace', { detail: link.href }));
});

/**
 * A link that navigates in place and costs no script until it is meant: Qwik City's `<Link>` would load its core and
 * run the loaders of every link in sight. Without JavaScript it is an anchor. Plain markup, because a page has many.
 */
export const NavLink = ({ href, here, section, isHere, children, ...rest }: NavLinkProps) => (
  <a
    {...rest}
    href={href}
    aria-current={(isHere ?? leadsTo(href, here, section)) ? 'page' : undefined}
    onPointerEnter$={warmUp}
    onFocus$={warmUp}
    onClick$={goInPlace}
  >
    {children}
  </a>
);

function leadsTo(href: string, here: string | undefined, section = false): boolean {
  const [path] = href.split(/[?#]/, 1);
  return here === path || (section && here?.startsWith(`${path}/`) === true);
}
