import { component$, type PropsOf } from '@builder.io/qwik';
import { NavLink } from './nav-link';

type ChoiceLinksProps = Pick<PropsOf<'nav'>, 'class'> & {
  label: string;
  options: { href: string; label: string; isChosen: boolean }[];
};

const CHOICE =
  'inline-flex min-h-8 items-center justify-center rounded-[4px] px-2 text-sm font-medium whitespace-nowrap sm:px-3 ' +
  'text-ink-soft hover:text-ink aria-[current]:bg-surface aria-[current]:text-ink aria-[current]:ring-1 ' +
  'aria-[current]:ring-line pointer-coarse:min-h-control';

/** Views of one page, of which one is shown: each is an address, so that it can be kept, sent and gone back to. */
export const ChoiceLinks = component$<ChoiceLinksProps>(({ label, options, class: extra }) => (
  <nav aria-label={label} class={extra}>
    <ul class="inline-flex flex-wrap rounded-control bg-sunken p-0.5">
      {options.map(({ href, label: name, isChosen }) => (
        <li key={href} class="flex">
          <NavLink href={href} isHere={isChosen} class={CHOICE}>
            {name}
          </NavLink>
        </li>
      ))}
    </ul>
  </nav>
));
