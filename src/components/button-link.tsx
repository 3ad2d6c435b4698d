import { component$, Slot } from '@builder.io/qwik';
import { type ButtonSize, type ButtonVariant, buttonClass } from './button-style';
import { NavLink, type NavLinkProps } from './nav-link';

type ButtonLinkProps = Omit<NavLinkProps, 'exact'> & { variant?: ButtonVariant; size?: ButtonSize };

/** A link to a place that weighs as much as a button. */
export const ButtonLink = component$<ButtonLinkProps>(({ variant, size, class: extra, ...rest }) => (
  <NavLink {...rest} class={[buttonClass(variant, size), extra]}>
    <Slot />
  </NavLink>
));
