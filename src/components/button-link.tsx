import { type ButtonSize, type ButtonVariant, buttonClass } from './button-style';
import { NavLink, type NavLinkProps } from './nav-link';

type ButtonLinkProps = Omit<NavLinkProps, 'here' | 'section' | 'isHere'> & {
  variant?: ButtonVariant;
  size?: ButtonSize;
};

/** A link to a place that weighs as much as a button. */
export const ButtonLink = ({ variant, size, class: extra, ...rest }: ButtonLinkProps) => (
  <NavLink {...rest} class={[buttonClass(variant, size), extra]} />
);
