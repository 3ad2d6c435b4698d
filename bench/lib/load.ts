/** What a server is asked for, over and over. `next` makes each request anew: a transfer needs another key every time. */
export type Next = () => Request;

export interface Load {
  /** Requests under way at any moment. */
  connections: number;
  seconds: number;
}

/** Only a form that was taken is answered so; a guard sends away with 302. */
const SEE_OTHER = 303;

/** Answers a second, and how long each took, in milliseconds, the shortest first. */
export interface Measured {
  rate: number;
  times: number[];
}

/**
 * Asks as fast as the server answers: each of `connections` sends its next request when the last one is answered.
 * Throws on an answer that is neither 2xx nor the redirect of a form that was taken: a server that refuses is fast, and
 * proves nothing.
 */
export async function load(next: Next, { connections, seconds }: Load): Promise<Measured> {
  const times: number[] = [];
  const began = performance.now();
  const end = began + seconds * 1000;
  await Promise.all(Array.from({ length: connections }, () => askUntil(end, next, times)));
  const elapsed = (performance.now() - began) / 1000;
  return { rate: times.length / elapsed, times: times.sort((a, b) => a - b) };
}

async function askUntil(end: number, next: Next, times: number[]): Promise<void> {
  while (performance.now() < end) {
    const request = next();
    const asked = performance.now();
    const answer = await fetch(request, { redirect: 'manual' });
    const body = await answer.arrayBuffer();
    times.push(performance.now() - asked);
    if (!answer.ok && answer.status !== SEE_OTHER)
      throw new Error(`${request.url} answered ${answer.status}: ${new TextDecoder().decode(body)}`);
  }
}

/** The value below which `share` of the sorted ones are. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  );
}
