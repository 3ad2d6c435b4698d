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

/** A LIKE pattern that finds the words as they were typed, wherever they stand. Pure. */
export function containing(words: string): string {
  return `%${words.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
}
