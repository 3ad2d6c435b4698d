import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds. Longer than what only a known address costs: one password hash, one mail handed over. */
export const EVEN_TIME_MS = 1_000;

/**
 * Settles as `work` does, and never before `milliseconds` have passed: an answer about an e-mail address must not tell by
 * its time whether somebody has an account under it.
 */
export async function inEvenTime<T>(work: Promise<T>, milliseconds = EVEN_TIME_MS): Promise<T> {
  const [outcome] = await Promise.allSettled([work, sleep(milliseconds)]);
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
}

/** The same for a refusal alone: whoever is let in has told who they are, and need not wait. */
export async function refuseInEvenTime<T>(work: Promise<T>, milliseconds = EVEN_TIME_MS): Promise<T> {
  const floor = sleep(milliseconds);
  return work.catch(async (refusal) => {
    await floor;
    throw refusal;
  });
}
