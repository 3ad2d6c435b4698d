/** The longest idempotency key, in characters. */
export const KEY_MAX = 255;

/** Visible ASCII, as a header carries it: no two keys look alike, and none is empty. */
export const KEY_SHAPE = /^[!-~]+$/;

/** How long a command is known by its key: a client may try again for a day, and once more after a night. */
export const KEEP_MS = 48 * 60 * 60 * 1000;
