import type { RequestEventBase } from '@builder.io/qwik-city';
import { z } from 'zod';
import { sessionCookieName } from './session-cookies';

/** auth-js renews a token a minute and a half before it ends. Whose turn has nearly come is left to it. */
const NEARLY_OVER_MS = 100_000;

const PREFIX = 'base64-';

const Kept = z.object({ access_token: z.string(), refresh_token: z.string(), expires_at: z.number() });

/**
 * The access token in the session cookie, while nobody would renew it; null for any other, and for a cookie that is not as
 * @supabase/ssr writes a short one: what becomes of those, its client knows. Says nothing of the token's worth. A client
 * costs more than the rest of the guard, so it is made for a session that it has something to do for. Decision 155.
 */
export function broughtToken(event: RequestEventBase, now = Date.now()): string | null {
  const { value } = event.cookie.get(sessionCookieName(event)) ?? {};
  if (!value?.startsWith(PREFIX)) return null;
  const { data: kept } = Kept.safeParse(jsonIn(value.slice(PREFIX.length)));
  return kept && kept.expires_at * 1000 > now + NEARLY_OVER_MS ? kept.access_token : null;
}

function jsonIn(base64url: string): unknown {
  try {
    return JSON.parse(Buffer.from(base64url, 'base64url').toString());
  } catch {
    return undefined; // a browser may put anything into a cookie
  }
}
