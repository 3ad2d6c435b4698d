/** The longest note to a recipient, in characters. */
export const NOTE_MAX = 140;

/** The longest name of a command in the ledger, in characters: a prefix, an account and an idempotency key. */
export const REFERENCE_MAX = 320;

/** The most that goes in one transfer, in whole units of the currency. */
export const TRANSFER_MAX_UNITS = 10_000n;

/** So many recipients who are not there may be tried in so many seconds. */
export const MISSES_MAX = 10;
export const MISSES_SECONDS = 60 * 60;
