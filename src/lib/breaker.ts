import { BrokenCircuitError, CircuitState, ConsecutiveBreaker, circuitBreaker, handleWhen } from 'cockatiel';
import type { AppError } from '~/lib/errors';
import { log } from '~/lib/log.server';

/** So many failures in a row, and it is taken to be away. */
const FAILURES = 5;
/** After that long the next request tries whether it is back. */
const TRY_AGAIN_AFTER_MS = 500;

/** Stands before something that may be away. */
export interface Breaker {
  /** Does the work, or refuses at once while what the work needs is known to be away. Throws what the work throws. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

interface BreakerOptions {
  /** Does this error say that it is away? Any other says that it is there. */
  isAway(error: unknown): boolean;
  refusal(): AppError;
  /** Finds out whether it is there at all, in a second at most, before somebody tries by what they want. */
  probe?(): Promise<unknown>;
}

/**
 * Keeps requests from piling up before something that is away: when five in a row found it so, all are refused at once, but
 * for one every half second, which tries. The first that gets through lets all through. One line in the log for its going
 * and one for its coming back. Decisions 152 and 170.
 */
export function newBreaker(name: string, { isAway, refusal, probe }: BreakerOptions): Breaker {
  const policy = circuitBreaker(handleWhen(isAway), {
    halfOpenAfter: TRY_AGAIN_AFTER_MS,
    breaker: new ConsecutiveBreaker(FAILURES),
  });
  // Both: a database that answers may still have what this work wants behind a lock.
  const tryIt = async <T>(work: () => Promise<T>) => {
    await probe?.();
    return work();
  };
  policy.onBreak(() => log.error('breaker.open', { about: name }));
  policy.onReset(() => log.info('breaker.closed', { about: name }));
  return {
    async run(work) {
      // Somebody tries it at this moment: the library would have everybody else wait for what comes of it.
      if (policy.state === CircuitState.HalfOpen) throw refusal();
      try {
        return await policy.execute(policy.state === CircuitState.Open ? () => tryIt(work) : work);
      } catch (error) {
        throw error instanceof BrokenCircuitError ? refusal() : error;
      }
    },
  };
}
