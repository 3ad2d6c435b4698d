import { accountOf } from '~/features/security/account-of';
import type { EventDetails } from '~/features/security/security.details';
import * as SecurityService from '~/features/security/security.service';
import type { Visit } from '~/lib/request/visit';

/** Writes down a sign-in that came to nothing: in the trail of whose address it was, or in nobody's. Guide 14. */
export async function recordRefusedSignIn(email: string, details: EventDetails, visit: Visit): Promise<void> {
  const userId = await accountOf(email);
  await SecurityService.record(
    { kind: 'sign_in', outcome: 'refused', userId, actorId: null, details },
    visit,
  );
}
