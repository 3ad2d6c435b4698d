/** So many times a mail or a webhook is tried: for about a day. */
export const MOST_ATTEMPTS = 8;

const FIRST_MS = 30_000;
const LONGEST_MS = 12 * 60 * 60 * 1000;

/**
 * How long to wait after the so-manieth failed attempt: half a minute, four times as long each time, half a day at most. A
 * fifth more or less by chance, so that what failed together does not come back together.
 */
export function backoffMs(attempts: number, chance = Math.random()): number {
  const even = Math.min(FIRST_MS * 4 ** (attempts - 1), LONGEST_MS);
  return Math.round(even * (0.8 + 0.4 * chance));
}
