import type { Profile } from './auth.schema';

export const CHANGE_PASSWORD = '/account/password';
export const RESET_PASSWORD = '/reset-password';

/**
 * Where somebody has to go before anything else, or null: to the page that a mailed link opens when their password may be
 * known to somebody else, to another password when an administrator has asked for one. Pure. Guide 15.
 */
export function passwordDemand(
  profile: Pick<Profile, 'passwordMustReset' | 'passwordMustChange'> | null,
  path: string,
): string | null {
  if (profile?.passwordMustReset) return RESET_PASSWORD;
  return profile?.passwordMustChange && path !== CHANGE_PASSWORD ? CHANGE_PASSWORD : null;
}
