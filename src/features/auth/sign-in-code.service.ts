import { limit, withinLimit } from '~/features/security/limits';
import { AppError } from '~/lib/errors';
import type { Visit } from '~/lib/request/visit';
import type { CodeSignInInput, EmailInput } from './auth.input';
import type { Door } from './door';
import { inEvenTime, refuseInEvenTime } from './even-time';
import { keepQuiet } from './keep-quiet';
import { mailCodeTo, sessionForCode } from './one-time-code';
import { openSession } from './open-session';
import { recordRefusedSignIn } from './refused-sign-in';

/**
 * Has a link and a code mailed that sign in without a password, if there is an account; says nothing of whether there is, and
 * makes none. Throws `rate_limited`. Guide 16.
 */
export function requestCode({ email }: EmailInput, visit: Visit): Promise<void> {
  return inEvenTime(mailQuietly(email, visit));
}

async function mailQuietly(email: string, visit: Visit): Promise<void> {
  await limit('code', email, visit);
  const error = await mailCodeTo(email);
  if (error) keepQuiet(error);
}

/**
 * Opens a session in this browser by the code of that mail. Throws `invalid` alike for a wrong code and an unknown address,
 * `rate_limited` alike for those and for the right one, `forbidden` for whoever may not come in. Guide 16.
 */
export function signInWithCode(door: Door, input: CodeSignInInput): Promise<void> {
  return refuseInEvenTime(letIn(door, input));
}

async function letIn(door: Door, { email, code }: CodeSignInInput): Promise<void> {
  const { client, visit } = door;
  try {
    await openSession(door, { kind: 'sign_in', method: 'code' }, () =>
      withinLimit('code_entry', email, visit, () => sessionForCode(client, email, code)),
    );
  } catch (error) {
    const isWrong = error instanceof AppError && error.code === 'invalid';
    if (isWrong) await recordRefusedSignIn(email, { method: 'code', reason: 'wrong_code' }, visit);
    throw error;
  }
}
