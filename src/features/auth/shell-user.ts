import type { Actor } from '~/lib/request/actor';
import { isAdministrator } from './administrator';

/** What the frame of a signed-in page tells of who is in. Costs nothing: the guard has brought it along. */
export function shellUserOf({ email, profile }: Actor) {
  return { name: profile?.fullName ?? email, email, isAdmin: isAdministrator(profile) };
}
