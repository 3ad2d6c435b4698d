import type { RequestEventBase } from '@builder.io/qwik-city';
import * as AuthService from '~/features/auth/auth.service';
import { identify } from '~/features/auth/identify';
import { userClient } from '~/lib/data/user';
import { refusalOf } from '~/lib/db/refusals';
import { log } from '~/lib/log.server';
import { requestId } from '~/lib/request/context';
import type { Preferences } from '~/lib/request/preferences';
import { hasSessionCookie } from '~/lib/supabase/session-cookies';

/**
 * Keeps a choice in the account of whoever is signed in, if anybody is: what an account says holds over a cookie, so the
 * next page would switch back. Where it cannot be told the cookie alone has it: a switch stands on the page that says the
 * database is away, too. Decision 084.
 */
export async function tellAccount(event: RequestEventBase, chosen: Partial<Preferences>): Promise<void> {
  if (!hasSessionCookie(event)) return;
  try {
    const visitor = await identify(event);
    if (visitor.state === 'valid') await AuthService.updateProfile(userClient(event), visitor.actor, chosen);
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    log.warn('account.choice_not_kept', { requestId: requestId(event), reason: refusal.code });
  }
}
