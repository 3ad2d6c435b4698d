/** How often at most a session in use is written down, in milliseconds. */
export const SEEN_EVERY_MS = 60_000;
