import { AsyncLocalStorage } from 'node:async_hooks';

/** For all statements of a request. With the page around them an answer leaves within five seconds. */
const REQUEST_MS = 4_000;

/** A time that several works have together. What runs side by side is counted once. */
export interface TimeBudget {
  /** Whole milliseconds, 0 when there are none. */
  left(): number;
  /** Does the work, and counts how long it took. */
  spend<T>(work: () => Promise<T>): Promise<T>;
}

export function newTimeBudget(ms: number): TimeBudget {
  let spentMs = 0;
  let underWay = 0;
  let since = 0;
  return {
    left() {
      const runningMs = underWay > 0 ? performance.now() - since : 0;
      return Math.max(0, Math.ceil(ms - spentMs - runningMs));
    },
    async spend(work) {
      if (underWay++ === 0) since = performance.now();
      try {
        return await work();
      } finally {
        if (--underWay === 0) spentMs += performance.now() - since;
      }
    },
  };
}

const current = new AsyncLocalStorage<{ budget?: TimeBudget }>();

/**
 * Answers a request that has a time budget: whatever is asked in it, however deep, finds it by `timeBudget`. It ends with the
 * answer's head: a body may take as long as its reader. Decision 160.
 */
export async function withTimeBudget<T>(answer: () => Promise<T>): Promise<T> {
  const held: { budget?: TimeBudget } = { budget: newTimeBudget(REQUEST_MS) };
  try {
    return await current.run(held, answer);
  } finally {
    held.budget = undefined;
  }
}

/** The budget of the request. Nothing where nobody waits: loops, scripts, bodies. */
export function timeBudget(): TimeBudget | undefined {
  return current.getStore()?.budget;
}
