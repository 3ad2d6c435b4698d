/** The longest full name kept, in characters. The form, the check of the table and the sign-up trigger agree on it. */
export const FULL_NAME_MAX = 120;
