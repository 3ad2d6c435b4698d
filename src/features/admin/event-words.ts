import { reasonWords } from '~/features/security/event-words';
import type { EventDetails } from '~/features/security/security.details';
import type { SecurityEvent, SecurityEventKind } from '~/features/security/security.schema';
import * as m from '~/lib/i18n/paraglide/messages';

/** What happened to somebody else's account: the sentences of `security` speak to its owner. */
export function eventWords({ kind, details }: Pick<SecurityEvent, 'kind' | 'details'>): string {
  const event = WORDS[kind](details);
  const reason = reasonWords(details);
  return reason ? m.admin_event_because({ event, reason }) : event;
}

const WORDS: Record<SecurityEventKind, (details: EventDetails) => string> = {
  sign_up: () => m.admin_event_sign_up(),
  sign_in: () => m.admin_event_sign_in(),
  sign_out: () => m.admin_event_sign_out(),
  new_device: () => m.admin_event_new_device(),
  session_ended: () => m.admin_event_session_ended(),
  other_sessions_ended: () => m.admin_event_other_sessions_ended(),
  reauthenticated: () => m.admin_event_reauthenticated(),
  password_changed: () => m.admin_event_password_changed(),
  password_reset_requested: () => m.admin_event_password_reset_requested(),
  password_reset: () => m.admin_event_password_reset(),
  email_change_requested: () => m.admin_event_email_change_requested(),
  email_changed: () => m.admin_event_email_changed(),
  access_refused: () => m.admin_event_access_refused(),
  limit_hit: () => m.admin_event_limit_hit(),
  reported_not_me: () => m.admin_event_reported_not_me(),
  data_exported: () => m.admin_event_data_exported(),
  account_deleted: () => m.admin_event_account_deleted(),
  account_suspended: () => m.admin_event_account_suspended(),
  account_restored: () => m.admin_event_account_restored(),
  password_change_required: () => m.admin_event_password_change_required(),
  role_changed: ({ role }) => (role === 'admin' ? m.admin_event_made_admin() : m.admin_event_made_user()),
};
