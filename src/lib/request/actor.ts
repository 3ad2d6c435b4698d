import type { RequestEventBase } from '@builder.io/qwik-city';
import type { SessionClaims } from '~/lib/data/claims';
import type { Profile } from '~/lib/db/schema';

/** Who is asking, as token and database vouched for it in this very request. */
export interface Actor {
  id: string;
  email: string;
  claims: SessionClaims;
  /** The name the guide gives it. */
  user: { id: string; email: string };
  /** As it was when the request came, role included. Null for an account that has none. */
  profile: Profile | null;
  /** When this session was opened, with whatever it took: a password, a code, a link. */
  signedInAt: Date;
}

type Event = Pick<RequestEventBase, 'sharedMap'>;

const KEY = '@actor';

/** For the guard alone, after it has validated the session. `sharedMap.get('user')` is the name the guide gives the user. Guide 4.2. */
export function setActor({ sharedMap }: Event, actor: Actor): void {
  sharedMap.set(KEY, actor);
  sharedMap.set('user', actor.user);
}

/** The signed-in user of this request. Throws where no guard ran: a page without its guard is a bug, never an anonymous visit. Guide 8. */
export function getActor({ sharedMap }: Event): Actor {
  const actor = sharedMap.get(KEY) as Actor | undefined; // only `setActor` writes this key
  if (!actor) throw new Error('getActor: no guard has run for this route; move it below src/routes/(app)');
  return actor;
}

/** Did a guard put an actor into this request? For what treats both kinds of visitor, such as cache headers. */
export function hasActor({ sharedMap }: Event): boolean {
  return sharedMap.has(KEY);
}
