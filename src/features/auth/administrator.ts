import type { Profile } from './auth.schema';

/** May whoever has this profile administer others? A suspended administrator is none. Pure. Guide 5, 18. */
export function isAdministrator(profile: Pick<Profile, 'role' | 'suspendedAt'> | null | undefined): boolean {
  return profile?.role === 'admin' && profile.suspendedAt === null;
}
