import type { Session } from '@supabase/supabase-js';
import { accountOf } from '~/features/security/account-of';
import { knownDevice } from '~/features/security/devices';
import { withinLimit } from '~/features/security/limits';
import { AppError } from '~/lib/errors';
import { refusalOf } from './auth.errors';
import type { SignInInput } from './auth.input';
import type { Door } from './door';
import { openSession } from './open-session';
import { recordRefusedSignIn } from './refused-sign-in';

/** The work of `signIn`, in whatever time it takes: what is refused is written down. */
export async function letIn(door: Door, input: SignInInput): Promise<'signed_in' | 'unconfirmed'> {
  const opening = { kind: 'sign_in', method: 'password' } as const;
  try {
    if (await openSession(door, opening, () => tryPassword(door, input))) return 'signed_in';
    await recordRefusedSignIn(input.email, { reason: 'unconfirmed', method: 'password' }, door.visit);
    return 'unconfirmed';
  } catch (error) {
    const isWrong = error instanceof AppError && error.code === 'unauthorized';
    const details = { reason: 'wrong_password', method: 'password' } as const;
    if (isWrong) await recordRefusedSignIn(input.email, details, door.visit);
    throw error;
  }
}

/** Null for the right password of an address that is not confirmed. */
async function tryPassword(
  { event, client, visit }: Door,
  { email, password }: SignInInput,
): Promise<Session | null> {
  const userId = await accountOf(email);
  const device = userId && (await knownDevice(event, userId, visit.now));
  const action = device ? 'sign_in_known_device' : 'sign_in';
  return withinLimit(action, email, { ...visit, device }, async () => {
    const { data, error } = await client.auth.signInWithPassword({ email, password });
    if (error && error.code !== 'email_not_confirmed') throw refusalOf(error);
    return data.session;
  });
}
