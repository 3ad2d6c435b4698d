/** The longest user agent kept, in characters. Browsers send about 120. */
export const USER_AGENT_MAX = 500;
/** How often at most a session in use is written down, in milliseconds. */
export const SEEN_EVERY_MS = 60_000;
