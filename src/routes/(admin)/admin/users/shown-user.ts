import { stateOf } from '~/features/admin/admin.rules';
import type { User } from '~/features/admin/users.service';
import type { Actor } from '~/lib/request/actor';

/** As much of a user as the list shows: a loader's data is written into the page. */
export function shownTo(actor: Actor, user: User) {
  const { id, fullName, email, role, createdAt, lastSeenAt } = user;
  return { id, fullName, email, role, createdAt, lastSeenAt, state: stateOf(user), isOwn: id === actor.id };
}

export type ShownUser = ReturnType<typeof shownTo>;
