/** What one top-up may be, in whole units of the currency. Below it the provider's fee eats it; above it somebody should ask first. */
export const TOP_UP_MIN_UNITS = 5n;
export const TOP_UP_MAX_UNITS = 2_000n;

/** How long a checkout can be paid. Providers take half an hour to a day. */
export const CHECKOUT_MS = 60 * 60 * 1000;
