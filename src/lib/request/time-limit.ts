import { AsyncLocalStorage } from 'node:async_hooks';

/** For all that a request asks of others, one after the other. With the page around it an answer leaves within five seconds. */
const REQUEST_MS = 4_000;

/** When the time of a request is over, as `performance.now` counts. */
interface Limit {
  endsAt: number;
}

const limits = new AsyncLocalStorage<Limit>();

/**
 * Answers a request within a time: what is asked in it, however deep, sees by `timeLeft` how much there is. The limit ends with
 * the answer's head; a body may take as long as its reader. Decision 160.
 */
export async function withTimeLimit<T>(answer: () => Promise<T>, ms = REQUEST_MS): Promise<T> {
  const limit = { endsAt: performance.now() + ms };
  try {
    return await limits.run(limit, answer);
  } finally {
    limit.endsAt = Number.POSITIVE_INFINITY;
  }
}

/** Whole milliseconds that the request has left, 0 when its time is over. Nothing where nobody waits: loops, scripts, bodies. */
export function timeLeft(): number | undefined {
  const { endsAt } = limits.getStore() ?? { endsAt: Number.POSITIVE_INFINITY };
  return Number.isFinite(endsAt) ? Math.max(0, Math.ceil(endsAt - performance.now())) : undefined;
}

/** Waits for somebody with a limit of their own, who may have acted already: it costs the request none of its time. */
export async function uncounted<T>(work: () => Promise<T>): Promise<T> {
  const limit = limits.getStore();
  const began = performance.now();
  try {
    return await work();
  } finally {
    if (limit) limit.endsAt += performance.now() - began;
  }
}
