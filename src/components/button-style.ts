export type ButtonVariant = 'primary' | 'quiet' | 'danger';
export type ButtonSize = 'small' | 'normal' | 'large';

const BASE =
  'relative inline-flex items-center justify-center gap-2 rounded-control font-medium whitespace-nowrap select-none ' +
  'transition-colors disabled:cursor-not-allowed aria-disabled:cursor-progress aria-disabled:opacity-75 forced-colors:border';

const VARIANT: Record<ButtonVariant, string> = {
  primary: 'bg-action text-action-ink hover:bg-action-strong disabled:bg-ink-faint',
  quiet: 'border border-edge bg-surface text-ink hover:bg-sunken disabled:text-ink-faint',
  danger: 'bg-bad text-bad-ink hover:bg-bad-strong disabled:bg-ink-faint',
};

const SIZE: Record<ButtonSize, string> = {
  small: 'min-h-8 px-3 text-sm pointer-coarse:min-h-control',
  normal: 'min-h-control px-4 text-sm',
  large: 'min-h-12 px-6 text-base',
};

/** The look that `Button` and `ButtonLink` share. */
export function buttonClass(variant: ButtonVariant = 'primary', size: ButtonSize = 'normal'): string {
  return `${BASE} ${VARIANT[variant]} ${SIZE[size]}`;
}
