import type { LimitedAction } from './limits.rules';

/**
 * What may stand in `details` of an event: words from these lists, and counts. Nothing that somebody typed or that a
 * request brought fits in, so no secret does. A new word is added here and gets its sentence in `event-words.ts`.
 */
export interface EventDetails {
  /** Why it was refused, or why it was done. */
  reason?: EventReason;
  /** By which way somebody came in, or proved who they are. */
  method?: SignInMethod;
  /** Which limit was hit. */
  limit?: LimitName;
  /** The role that was given. */
  role?: 'admin' | 'user';
  /** How many sessions were ended. */
  count?: number;
}

export type EventReason =
  // Sign-in, re-authentication and the change of a password
  | 'wrong_password'
  | 'wrong_code'
  | 'unconfirmed'
  | 'password_must_reset'
  | 'link_over'
  // The guard
  | 'account_suspended'
  | 'session_not_found'
  | 'session_revoked'
  | 'session_too_old'
  | 'session_idle'
  | 'not_admin'
  // Why sessions were ended
  | 'ended_elsewhere'
  | 'password_changed'
  | 'email_changed'
  | 'reported'
  | 'ended_by_admin';

export type SignInMethod = 'password' | 'magic_link' | 'code' | 'oauth' | 'confirmation' | 'recovery';

export type LimitName = LimitedAction;
