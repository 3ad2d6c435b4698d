/** As long as hosted Supabase accepts the same refresh token again (its "reuse interval"). */
const MEMORY_MS = 10_000;
const MEMORY_MAX = 1_000;

type Answer = { status: number; headers: Headers; body: string };
type Remembered = { since: number; answer: Promise<Answer> };

const remembered = new Map<string, Remembered>();

/**
 * Two requests of one browser that refresh the same token at once share one call and one new session; so does a
 * request that was already on its way with the old token. What the auth server decided is kept for ten seconds,
 * for at most a thousand tokens. A call that failed is not kept: the next request asks again.
 * Across instances the auth server itself is lenient for as long.
 */
export async function refreshOnce(
  key: string,
  ask: () => Promise<Response>,
  now = Date.now(),
): Promise<Response> {
  forgetWhile(({ since }) => since <= now - MEMORY_MS);
  const { answer } = remembered.get(key) ?? remember(key, ask, now);
  const { status, headers, body } = await answer;
  return new Response(body, { status, headers });
}

function remember(key: string, ask: () => Promise<Response>, now: number): Remembered {
  const entry = { since: now, answer: ask().then(readWhole) };
  remembered.set(key, entry);
  forgetWhile(() => remembered.size > MEMORY_MAX);
  entry.answer.catch(() => remembered.get(key) === entry && remembered.delete(key));
  return entry;
}

/** Entries stand in the order in which they came, so the oldest are the first. */
function forgetWhile(isTooMuch: (entry: Remembered) => boolean): void {
  for (const [key, entry] of remembered) {
    if (!isTooMuch(entry)) return;
    remembered.delete(key);
  }
}

async function readWhole(response: Response): Promise<Answer> {
  return { status: response.status, headers: response.headers, body: await response.text() };
}
