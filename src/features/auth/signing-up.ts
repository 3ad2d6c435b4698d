import { accountOf } from '~/features/security/account-of';
import { limit } from '~/features/security/limits';
import * as SecurityService from '~/features/security/security.service';
import type { Visit } from '~/lib/request/visit';
import { createAnonymousClient } from '~/lib/supabase/anonymous';
import type { SignUpInput } from './auth.input';
import { refuseGuessable, refuseLeaked } from './guessable.server';
import { keepQuiet } from './keep-quiet';

/** The work of `signUp`, in whatever time it takes. */
export async function askForAccount({ email, password, fullName }: SignUpInput, visit: Visit): Promise<void> {
  await refuseGuessable(password, { email, fullName }, 'password');
  await limit('sign_up', email, visit);
  await refuseLeaked(password, 'password');
  const before = await accountOf(email);
  const options = { data: { full_name: fullName } };
  const { data, error } = await createAnonymousClient().auth.signUp({ email, password, options });
  if (error) keepQuiet(error);
  if (data.session) {
    throw new Error(
      'The auth server opens accounts without a mail: turn on "Confirm email" (auth.email.enable_confirmations).',
    );
  }
  // For somebody's address the auth server makes up an account to answer with, so its word on that is not used.
  const userId = await accountOf(email);
  const outcome = userId && !before ? 'succeeded' : 'refused';
  const actorId = before ? null : userId;
  await SecurityService.record({ kind: 'sign_up', outcome, userId, actorId }, visit);
}

/** The work of `resendConfirmation`, in whatever time it takes. */
export async function mailConfirmation(email: string, visit: Visit): Promise<void> {
  await limit('confirmation_mail', email, visit);
  const { error } = await createAnonymousClient().auth.resend({ type: 'signup', email });
  if (error) keepQuiet(error);
}
