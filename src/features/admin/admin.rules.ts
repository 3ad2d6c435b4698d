import type { Profile } from '~/lib/db/schema';

/** What may be said of an account as a whole, what weighs most first. */
export const USER_STATES = ['suspended', 'must_reset', 'must_change', 'active'] as const;
export type UserState = (typeof USER_STATES)[number];

type Standing = Pick<Profile, 'suspendedAt' | 'passwordMustReset' | 'passwordMustChange'>;

/** The state of an account; the list filters by the same order of questions. Pure. */
export function stateOf({ suspendedAt, passwordMustReset, passwordMustChange }: Standing): UserState {
  if (suspendedAt) return 'suspended';
  if (passwordMustReset) return 'must_reset';
  return passwordMustChange ? 'must_change' : 'active';
}

/** All that an administrator may do to an account. */
export const ACTS = [
  'make_admin',
  'make_user',
  'require_password',
  'end_sessions',
  'suspend',
  'restore',
] as const;
export type Act = (typeof ACTS)[number];

/** What makes sense for an account as it stands, the gravest last. Pure. */
export function actsFor({ role, ...standing }: Standing & Pick<Profile, 'role'>): Act[] {
  const changeOfRole = role === 'admin' ? 'make_user' : 'make_admin';
  if (standing.suspendedAt) return [changeOfRole, 'restore'];
  const isAskedForPassword = standing.passwordMustChange || standing.passwordMustReset;
  return [
    changeOfRole,
    ...(isAskedForPassword ? [] : ['require_password' as const]),
    'end_sessions',
    'suspend',
  ];
}

/** A LIKE pattern that finds the words as they were typed, wherever they stand. Pure. */
export function containing(words: string): string {
  return `%${words.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
}
