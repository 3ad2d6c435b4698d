import { and, desc, eq, getTableColumns, like, ne, type SQL, sql } from 'drizzle-orm';
import { type Profile, profiles, searchText } from '~/features/auth/auth.schema';
import { type SecurityEvent, securityEvents } from '~/features/security/security.schema';
import { userSessions } from '~/features/sessions/sessions.schema';
import { type Database, db } from '~/lib/data/system';
import { keyset } from '~/lib/db/keyset';
import { type Page, pageOf } from '~/lib/keyset';
import type { Actor } from '~/lib/request/actor';
import { requireAdmin, requireId, userMissing } from './acting';
import type { UsersQuery } from './admin.input';
import { EVENTS_SHOWN, USERS_PER_PAGE } from './admin.limits';
import { containing, type UserState } from './admin.rules';

/** A user as administrators see them. */
export interface User extends Profile {
  /** Null for somebody who has not been here. */
  lastSeenAt: Date | null;
}

/** A place in the list, beside the user. */
export type ListedUser = User & { position: string };

// Written out: in a query of one table Drizzle leaves the names of tables away, and `id` would be the session's.
const lastSeenAt = sql<Date | null>`(
  select max(session.last_seen_at) from ${userSessions} as session where session.user_id = ${profiles}.id)`
  .mapWith(userSessions.lastSeenAt)
  .as('last_seen_at');

/**
 * The users whose name or address contains the words, with that role and in that state, the newest accounts first, a
 * page at a time. Throws `not_found` for an actor who is no administrator. Guide 18.
 */
export async function listUsers(
  actor: Actor,
  { search, role, state, ...place }: UsersQuery,
  database: Database = db,
): Promise<Page<ListedUser>> {
  requireAdmin(actor);
  const { position, where, orderBy } = keyset(profiles.createdAt, profiles.id, place);
  const read = await database
    .select({ ...getTableColumns(profiles), lastSeenAt, position })
    .from(profiles)
    .where(
      and(
        search ? like(searchText(profiles), sql`lower(${containing(search)})`) : undefined,
        role && eq(profiles.role, role),
        state && isIn[state],
        where,
      ),
    )
    .orderBy(...orderBy)
    .limit(USERS_PER_PAGE + 1);
  return pageOf(read, place, USERS_PER_PAGE);
}

/** One user, whoever it is. Throws `not_found` for an id that nobody has, and for an actor who is no administrator. Guide 18. */
export async function requireUser(actor: Actor, id: string, database: Database = db): Promise<User> {
  requireAdmin(actor);
  requireId(id);
  const [user] = await database
    .select({ ...getTableColumns(profiles), lastSeenAt })
    .from(profiles)
    .where(eq(profiles.id, id));
  if (!user) throw userMissing();
  return user;
}

/** Something that happened to an account, with who did it where that was somebody else. */
export interface UserEvent
  extends Pick<
    SecurityEvent,
    'id' | 'occurredAt' | 'kind' | 'outcome' | 'details' | 'address' | 'userAgent'
  > {
  by: string | null;
}

/** The last that happened to an account, the newest first. Throws `not_found` for an actor who is no administrator. Guide 18. */
export async function listLastEvents(
  actor: Actor,
  userId: string,
  database: Database = db,
): Promise<UserEvent[]> {
  requireAdmin(actor);
  requireId(userId);
  const { id, occurredAt, kind, outcome, details, address, userAgent, actorId } = securityEvents;
  return database
    .select({ id, occurredAt, kind, outcome, details, address, userAgent, by: profiles.email })
    .from(securityEvents)
    .leftJoin(profiles, and(eq(profiles.id, actorId), ne(actorId, securityEvents.userId)))
    .where(eq(securityEvents.userId, userId))
    .orderBy(desc(occurredAt), desc(id))
    .limit(EVENTS_SHOWN);
}

const { suspendedAt, passwordMustReset, passwordMustChange } = profiles;

/** The questions of `stateOf`, for the database. */
const isIn: Record<UserState, SQL> = {
  suspended: sql`${suspendedAt} is not null`,
  must_reset: sql`${suspendedAt} is null and ${passwordMustReset}`,
  must_change: sql`${suspendedAt} is null and not ${passwordMustReset} and ${passwordMustChange}`,
  active: sql`${suspendedAt} is null and not ${passwordMustReset} and not ${passwordMustChange}`,
};
