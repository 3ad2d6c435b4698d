import * as m from '~/lib/i18n/paraglide/messages';
import type { Role } from './admin.input';
import type { UserState } from './admin.rules';

export const ROLE_WORDS: Record<Role, () => string> = {
  user: m.admin_role_user,
  admin: m.admin_role_admin,
};

export const STATE_WORDS: Record<UserState, () => string> = {
  active: m.admin_state_active,
  must_change: m.admin_state_must_change,
  must_reset: m.admin_state_must_reset,
  suspended: m.admin_state_suspended,
};

/** How a user is addressed where they may have no name. */
export function nameOf({ fullName, email }: { fullName: string | null; email: string }): string {
  return fullName ?? (email || m.admin_user_no_name());
}
