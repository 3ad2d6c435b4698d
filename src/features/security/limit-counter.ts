import { lt } from 'drizzle-orm';
import { RateLimiterDrizzle, RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { db } from '~/lib/data/system';
import { isOutOfTime, isUnanswered } from '~/lib/db/refusals';
import { log } from '~/lib/log.server';
import { rateLimits } from './security.schema';

/** How long nobody waits for a table that could not be reached, in milliseconds. */
const REST_MS = 5_000;
let restsUntil = 0;

/**
 * Counts one try more (or one less) under this key, in one statement, which is exact however many ask at once; the count
 * begins anew after so many seconds. While the table that all instances share can not be reached, each counts for itself, so
 * that the door is neither open nor walled up. Throws only what says that the database answers nobody, or that the request has no
 * time left. Decision 091.
 */
export async function count(key: string, seconds: number, tries: 1 | -1): Promise<RateLimiterRes> {
  const { shared, here } = counterOf(seconds);
  // `penalty` and `reward` answer the count, where `consume` would throw it.
  const add = (limiter: typeof shared | typeof here) =>
    tries === 1 ? limiter.penalty(key) : limiter.reward(key);
  if (Date.now() < restsUntil) return add(here);
  sweepNowAndThen();
  try {
    return await add(shared);
  } catch (error) {
    // The whole database is away, and whoever asks waits for it once: what comes next would wait as long again. Or one request is
    // late, which says nothing about the table.
    if (isUnanswered(error) || isOutOfTime(error)) throw error;
    restsUntil = Date.now() + REST_MS;
    log.error('limits.counted_here', { err: error });
    return add(here);
  }
}

/** How often an instance takes away what has run out, in milliseconds, while there is something to count. */
const SWEEP_EVERY_MS = 5 * 60_000;
let sweepsAgain = 0;

/** Nobody waits for it, and it fails in peace: a row that has run out counts for nothing. */
function sweepNowAndThen(): void {
  const now = Date.now();
  if (now < sweepsAgain) return;
  sweepsAgain = now + SWEEP_EVERY_MS;
  db.delete(rateLimits)
    .where(lt(rateLimits.expire, new Date(now)))
    .catch((err) => log.warn('limits.not_swept', { err }));
}

interface Counter {
  shared: RateLimiterDrizzle;
  here: RateLimiterMemory;
}

const counters = new Map<number, Counter>();

function counterOf(seconds: number): Counter {
  const known = counters.get(seconds);
  if (known) return known;
  // `points` is what the library compares a count with. Here, whoever asks does.
  const options = { keyPrefix: '', duration: seconds, points: 0 };
  // Its own sweeping is a timer each, and tells the console when it fails.
  const table = { storeClient: db, schema: rateLimits, clearExpiredByTimeout: false };
  const made = {
    shared: new RateLimiterDrizzle({ ...options, ...table }),
    here: new RateLimiterMemory(options),
  };
  counters.set(seconds, made);
  return made;
}
