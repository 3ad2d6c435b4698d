import { z } from 'zod';
import { ProfileInput } from '~/features/auth/auth.input';
import { TIME_ZONE_MAX } from '~/features/auth/auth.limits';
import { locales } from '~/lib/i18n/locale';
import * as m from '~/lib/i18n/paraglide/messages';
import { themes } from '~/lib/theme';
import { DEFAULT_ZONE, toTimeZone } from '~/lib/time-zone';
import { AS_BROWSER, AS_SYSTEM, isPlace } from './account.rules';

const locale = z
  .enum([AS_BROWSER, ...locales], { error: () => m.account_locale_unknown() })
  .transform((choice) => (choice === AS_BROWSER ? null : choice));

const theme = z
  .enum([AS_SYSTEM, ...themes], { error: () => m.account_theme_unknown() })
  .transform((choice) => (choice === AS_SYSTEM ? null : choice));

/** Any zone that this server can write a date in, in its usual spelling; null for UTC, which is where nobody has to say anything. */
const timeZone = z
  .string({ error: () => m.account_time_zone_unknown() })
  .transform((name) => (name === '' ? DEFAULT_ZONE : toTimeZone(name)))
  .refine((zone) => zone === DEFAULT_ZONE || (zone && isPlace(zone) && zone.length <= TIME_ZONE_MAX), {
    error: () => m.account_time_zone_unknown(),
  })
  .transform((zone) => (zone === DEFAULT_ZONE ? null : (zone ?? null)));

/** The whole form of `/account`: a field that is missing is a mistake, never a wish to forget. */
export const AccountInput = ProfileInput.extend({ locale, timeZone, theme });

/** The address is compared with the account's own, so what is no address at all needs no other words. */
export const DeleteAccountInput = z.object({
  email: z
    .string({ error: () => m.account_delete_email_wrong() })
    .trim()
    .toLowerCase(),
});

export type AccountInput = z.infer<typeof AccountInput>;
export type DeleteAccountInput = z.infer<typeof DeleteAccountInput>;
