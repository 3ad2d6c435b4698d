import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import { isCut } from './refusals';

/** After a moment that is never the same, so that what was cut together does not come back together. */
const policy = retry(handleWhen(isCut), {
  maxAttempts: 2,
  backoff: new ExponentialBackoff({ initialDelay: 50, maxDelay: 400 }),
});

/**
 * Does it again, twice at most, when its connection was lost before it answered. Only for what may be done twice: a read, or a
 * write that comes to the same. Money never: whoever wanted it moved asks again, with the same key. Decision 152.
 */
export function again<T>(work: () => Promise<T>): Promise<T> {
  return policy.execute(work);
}
