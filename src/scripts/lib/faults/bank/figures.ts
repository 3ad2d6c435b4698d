export const CURRENCY = 'EUR';

/** Minor units that each wallet begins with. */
export const OPENING_BALANCE = 100_000n;
