import type { Act } from '~/features/admin/admin.rules';
import * as AdminService from '~/features/admin/admin.service';
import type { Actor } from '~/lib/request/actor';
import type { Visit } from '~/lib/request/visit';

type Perform = (actor: Actor, userId: string, visit: Visit) => Promise<void>;

/** Each act of the page by the verb that does it. */
export const perform: Record<Act, Perform> = {
  make_admin: (actor, userId, visit) => AdminService.changeRole(actor, { userId, role: 'admin' }, visit),
  make_user: (actor, userId, visit) => AdminService.changeRole(actor, { userId, role: 'user' }, visit),
  suspend: AdminService.suspendUser,
  restore: AdminService.restoreUser,
  require_password: AdminService.requirePasswordChange,
  end_sessions: AdminService.endUserSessions,
};
