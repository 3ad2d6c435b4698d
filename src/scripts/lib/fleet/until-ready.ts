import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '~/lib/errors';

const POLL_MS = 50;
const PATIENCE_MS = 30_000;

/** Resolves when the site at that address says that it is ready, with how long that took. Throws `unavailable` when it never does. */
export async function untilReady(origin: string, patienceMs = PATIENCE_MS): Promise<number> {
  const began = performance.now();
  while (performance.now() - began < patienceMs) {
    if (await isReady(origin)) return performance.now() - began;
    await sleep(POLL_MS);
  }
  throw new AppError('unavailable', `${origin} is not ready after ${patienceMs / 1000} s.`);
}

/** Does it say so now? No answer is a no. */
export async function isReady(origin: string): Promise<boolean> {
  try {
    const answer = await fetch(`${origin}/health/ready`, { signal: AbortSignal.timeout(3000) });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}
