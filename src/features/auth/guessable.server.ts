import { ENV } from '~/lib/env.server';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import { commonPasswords } from './common-passwords.server';
import { hasLeaked } from './leaked-passwords.server';
import { type Weakness, weaknessOf } from './password.rules';

/** Whose password it is going to be. */
export interface PasswordOwner {
  email: string;
  fullName: string | null;
}

const SENTENCES: Record<Weakness, () => string> = {
  pattern: () => m.auth_password_pattern(),
  personal: () => m.auth_password_personal(),
  common: () => m.auth_password_common(),
};

/**
 * Refuses a new password that others would try: a common one, a pattern, a name of the owner or of the product. Throws
 * `invalid` at `field`. Says nothing of whether there is an account, and costs nothing: ask it before any limit. Guide 15.
 */
export async function refuseGuessable(password: string, owner: PasswordOwner, field: string): Promise<void> {
  const known = { ...owner, product: m.common_app_name() };
  const weakness = weaknessOf(password, known, await commonPasswords());
  if (weakness) throw new AppError('invalid', SENTENCES[weakness](), { field });
}

/**
 * Refuses one that a service knows from leaks, where `PASSWORD_RANGE_URL` names one. Throws `invalid` at `field`. Each
 * question is a request to somebody else: ask it behind a limit. Guide 15.
 */
export async function refuseLeaked(password: string, field: string): Promise<void> {
  const rangeUrl = ENV.PASSWORD_RANGE_URL;
  if (rangeUrl && (await hasLeaked(password, rangeUrl)))
    throw new AppError('invalid', m.auth_password_leaked(), { field });
}
