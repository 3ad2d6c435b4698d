import { z } from 'zod';
import { PROVIDERS } from '~/lib/auth-providers';
import * as m from '~/lib/i18n/paraglide/messages';
import { EMAIL_MAX, FULL_NAME_MAX, PASSWORD_MAX_BYTES, PASSWORD_MIN } from './auth.limits';
import { fitsBcrypt, isLongEnough } from './password.rules';

/** Addresses are compared in lower case everywhere, the auth server included. */
const email = z
  .string({ error: () => m.auth_email_invalid() })
  .trim()
  .toLowerCase()
  .pipe(
    z.email({ error: () => m.auth_email_invalid() }).max(EMAIL_MAX, { error: () => m.auth_email_invalid() }),
  );

/**
 * Length is all that is asked of its form: rules about characters make passwords worse, and passwords are never cut or
 * trimmed. Whether it is easy to guess is for the service (`refuseGuessable`).
 */
const newPassword = z
  .string({ error: () => m.auth_password_short({ min: PASSWORD_MIN }) })
  .refine(isLongEnough, { error: () => m.auth_password_short({ min: PASSWORD_MIN }) })
  .refine(fitsBcrypt, { error: () => m.auth_password_long({ max: PASSWORD_MAX_BYTES }) });

/** One that stands already: it may be older than the rules. */
const password = z
  .string({ error: () => m.auth_password_missing() })
  .min(1, { error: () => m.auth_password_missing() });

/** As mails show it, or as people copy it: with blanks. Hosted projects may ask for up to ten digits. */
const code = z
  .string({ error: () => m.auth_code_invalid() })
  .transform((digits) => digits.replace(/[\s-]/g, ''))
  .pipe(z.string().regex(/^\d{6,10}$/, { error: () => m.auth_code_invalid() }));

const fullName = z
  .string({ error: () => m.auth_full_name_missing() })
  .trim()
  .min(1, { error: () => m.auth_full_name_missing() })
  .refine((name) => [...name].length <= FULL_NAME_MAX, {
    error: () => m.auth_full_name_long({ max: FULL_NAME_MAX }),
  })
  // A line break in a name is never meant, and Postgres refuses a NUL in any text.
  .refine((name) => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(name), { error: () => m.auth_full_name_characters() });

/** Where to go after signing in; whoever uses it asks `safeNext` first. */
const next = z.string().optional();

export const SignUpInput = z.object({ fullName, email, password: newPassword, next });
export const SignInInput = z.object({ email, password, next });
export const CodeSignInInput = z.object({ email, code, next });
export const CodeRequestInput = z.object({ email, next });

/** To confirm who one is: the address is known, and not asked for. */
export const ConfirmPasswordInput = z.object({ password, next });
export const ConfirmCodeInput = z.object({ code, next });
export const NextInput = z.object({ next });
export const ProviderInput = z.object({ provider: z.enum(PROVIDERS), next });
export const EmailInput = z.object({ email });
export const NewPasswordInput = z.object({ password: newPassword });
export const ChangePasswordInput = z.object({ currentPassword: password, newPassword });
export const ProfileInput = z.object({ fullName });

/** Visible ASCII: anything else was never in a mail of ours, and a NUL would go as far as the database and fail there. */
const token_hash = z.string().regex(/^[!-~]{1,200}$/);

/** The kinds of links that let somebody in. */
export const ConfirmationInput = z.object({
  token_hash,
  type: z.enum(['signup', 'recovery', 'magiclink', 'invite', 'email']),
});
/** The kind that lets nobody in. */
export const EmailChangeLinkInput = z.object({ token_hash });

export type SignUpInput = z.infer<typeof SignUpInput>;
export type SignInInput = z.infer<typeof SignInInput>;
export type CodeSignInInput = z.infer<typeof CodeSignInInput>;
export type ConfirmPasswordInput = z.infer<typeof ConfirmPasswordInput>;
export type ConfirmCodeInput = z.infer<typeof ConfirmCodeInput>;
export type ProviderInput = z.infer<typeof ProviderInput>;
export type EmailInput = z.infer<typeof EmailInput>;
export type NewPasswordInput = z.infer<typeof NewPasswordInput>;
export type ChangePasswordInput = z.infer<typeof ChangePasswordInput>;
export type ProfileInput = z.infer<typeof ProfileInput>;
export type ConfirmationInput = z.infer<typeof ConfirmationInput>;
export type EmailChangeLinkInput = z.infer<typeof EmailChangeLinkInput>;
