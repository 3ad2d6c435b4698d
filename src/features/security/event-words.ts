import * as m from '~/lib/i18n/paraglide/messages';
import type { EventDetails, EventReason, SignInMethod } from './security.details';
import type { SecurityEvent, SecurityEventKind } from './security.schema';

/** What happened, as a sentence for its user, in the language of the request. */
export function eventSentence({
  kind,
  outcome,
  details,
}: Pick<SecurityEvent, 'kind' | 'outcome' | 'details'>): string {
  if (outcome === 'succeeded') return DONE[kind](details);
  const event = REFUSED[kind]?.() ?? m.security_refused({ event: DONE[kind](details) });
  const reason = reasonWords(details);
  return reason ? m.security_because({ event, reason }) : event;
}

/** Why it was refused, in a few words about nobody in particular; null where there is nothing to say. */
export function reasonWords({ reason }: EventDetails): string | null {
  return (reason && REASON[reason]?.()) ?? null;
}

const DONE: Record<SecurityEventKind, (details: EventDetails) => string> = {
  sign_up: () => m.security_sign_up(),
  sign_in: ({ method }) => (method && SIGNED_IN[method]?.()) ?? m.security_sign_in(),
  sign_out: () => m.security_sign_out(),
  new_device: () => m.security_new_device(),
  session_ended: () => m.security_session_ended(),
  other_sessions_ended: ({ count = 1 }) => m.security_other_sessions_ended({ count }),
  reauthenticated: () => m.security_reauthenticated(),
  password_changed: () => m.security_password_changed(),
  password_reset_requested: () => m.security_password_reset_requested(),
  password_reset: () => m.security_password_reset(),
  email_change_requested: () => m.security_email_change_requested(),
  email_changed: () => m.security_email_changed(),
  access_refused: () => m.security_access_refused(),
  limit_hit: () => m.security_limit_hit(),
  reported_not_me: () => m.security_reported_not_me(),
  data_exported: () => m.security_data_exported(),
  account_deleted: () => m.security_account_deleted(),
  role_changed: ({ role }) =>
    role === 'admin' ? m.security_role_changed_admin() : m.security_role_changed_user(),
  account_suspended: () => m.security_account_suspended(),
  account_restored: () => m.security_account_restored(),
  password_change_required: () => m.security_password_change_required(),
};

const SIGNED_IN: Record<SignInMethod, () => string> = {
  password: () => m.security_sign_in_password(),
  magic_link: () => m.security_sign_in_magic_link(),
  code: () => m.security_sign_in_code(),
  oauth: () => m.security_sign_in_oauth(),
  confirmation: () => m.security_sign_in_confirmation(),
  recovery: () => m.security_sign_in_recovery(),
};

/** Where "Refused: …" would not do. */
const REFUSED: Partial<Record<SecurityEventKind, () => string>> = {
  sign_in: () => m.security_sign_in_refused(),
  reauthenticated: () => m.security_reauthentication_refused(),
  password_changed: () => m.security_password_change_refused(),
  access_refused: () => m.security_access_refused(),
  limit_hit: () => m.security_limit_hit(),
};

/** Null for why sessions were ended: what is done needs no excuse. */
const REASON: Record<EventReason, (() => string) | null> = {
  wrong_password: () => m.security_reason_wrong_password(),
  wrong_code: () => m.security_reason_wrong_code(),
  unconfirmed: () => m.security_reason_unconfirmed(),
  password_must_reset: () => m.security_reason_password_must_reset(),
  link_over: () => m.security_reason_link_over(),
  account_suspended: () => m.security_reason_account_suspended(),
  session_not_found: () => m.security_reason_session_over(),
  session_revoked: () => m.security_reason_session_over(),
  session_too_old: () => m.security_reason_session_old(),
  session_idle: () => m.security_reason_session_idle(),
  not_admin: () => m.security_reason_not_admin(),
  ended_elsewhere: null,
  password_changed: null,
  email_changed: null,
  reported: null,
  ended_by_admin: null,
};
