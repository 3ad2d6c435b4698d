/** The longest full name kept, in characters. The form, the check of the table and the sign-up trigger agree on it. */
export const FULL_NAME_MAX = 120;

/** What mail servers accept. */
export const EMAIL_MAX = 254;
export const PASSWORD_MIN = 8;
/** bcrypt reads no further and would cut the rest without a word, so a longer password is refused. */
export const PASSWORD_MAX_BYTES = 72;
/** The longest name of a time zone kept, in characters. The longest of IANA has 30. */
export const TIME_ZONE_MAX = 64;
/** How many passwords back one may not come again. */
export const PASSWORD_HISTORY = 10;
/** How long the links of a change of address can be used, in minutes: as `auth.email.otp_expiry` of the auth server. */
export const EMAIL_CHANGE_MINUTES = 60;
/** How long after signing in, in minutes, nobody is asked again who they are. */
export const FRESH_MINUTES = 10;
