/** The longest full name kept, in characters. The form, the check of the table and the sign-up trigger agree on it. */
export const FULL_NAME_MAX = 120;

/** What mail servers accept. */
export const EMAIL_MAX = 254;
export const PASSWORD_MIN = 8;
/** bcrypt reads no further and would cut the rest without a word, so a longer password is refused. */
export const PASSWORD_MAX_BYTES = 72;
