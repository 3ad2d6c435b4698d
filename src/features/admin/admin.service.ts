/**
 * What administrators do to the accounts of others. Each verb is one transaction that also writes down what was done, by
 * whom and to whom, and does nothing where that is so already. All throw `not_found` for an actor who is no
 * administrator any more and for a user who is not there, and `conflict` for the actor's own account. Guide 18.
 */
import * as SessionsService from '~/features/sessions/sessions.service';
import { type Database, db } from '~/lib/data/system';
import type { Actor } from '~/lib/request/actor';
import type { Visit } from '~/lib/request/visit';
import { actOn, writeStanding } from './acting';
import type { Role } from './admin.input';

/** Makes a user an administrator, or an administrator a user: from their next request on. */
export function changeRole(
  actor: Actor,
  { userId, role }: { userId: string; role: Role },
  visit: Visit,
  database: Database = db,
): Promise<void> {
  const intent = { actor, userId, visit };
  return actOn(
    intent,
    async (tx, user) => {
      if (user.role === role) return null;
      await writeStanding(tx, userId, { role });
      return { kind: 'role_changed', details: { role } };
    },
    database,
  );
}

/** Ends every session of a user and lets them open no other. Their next request is refused: page, action and Data API. */
export function suspendUser(
  actor: Actor,
  userId: string,
  visit: Visit,
  database: Database = db,
): Promise<void> {
  const end = { reason: 'suspended', now: visit.now, by: actor.id } as const;
  return actOn(
    { actor, userId, visit },
    async (tx, user) => {
      if (user.suspendedAt) return null;
      const count = await SessionsService.endAllSessions(userId, end, tx);
      await writeStanding(tx, userId, { suspendedAt: visit.now });
      return { kind: 'account_suspended', details: { count } };
    },
    database,
  );
}

/** Lets a suspended user sign in again. They do have to: a session that slipped through meanwhile does not come to life. */
export function restoreUser(
  actor: Actor,
  userId: string,
  visit: Visit,
  database: Database = db,
): Promise<void> {
  const end = { reason: 'suspended', now: visit.now, by: actor.id } as const;
  return actOn(
    { actor, userId, visit },
    async (tx, user) => {
      if (!user.suspendedAt) return null;
      await SessionsService.endAllSessions(userId, end, tx);
      await writeStanding(tx, userId, { suspendedAt: null });
      return { kind: 'account_restored' };
    },
    database,
  );
}

/** Sends a user to the page for a new password before anything else, from their next request on. Guide 15. */
export function requirePasswordChange(
  actor: Actor,
  userId: string,
  visit: Visit,
  database: Database = db,
): Promise<void> {
  return actOn(
    { actor, userId, visit },
    async (tx, user) => {
      if (user.passwordMustChange) return null;
      await writeStanding(tx, userId, { passwordMustChange: true });
      return { kind: 'password_change_required' };
    },
    database,
  );
}

/** Signs a user out on every device. Guide 12. */
export function endUserSessions(
  actor: Actor,
  userId: string,
  visit: Visit,
  database: Database = db,
): Promise<void> {
  const end = { reason: 'ended_by_admin', now: visit.now, by: actor.id } as const;
  return actOn(
    { actor, userId, visit },
    async (tx) => {
      const count = await SessionsService.endAllSessions(userId, end, tx);
      if (count === 0) return null;
      return { kind: 'session_ended', details: { reason: 'ended_by_admin', count } };
    },
    database,
  );
}
