import type { RequestEventBase } from '@builder.io/qwik-city';
import { safeNext } from '~/lib/request/safe-next';
import { isHttps } from '~/lib/supabase/session-cookies';

const COOKIE = 'alcazar-next';
/** As long as the link in the mail lives. */
const SECONDS = 60 * 60;

/**
 * Remembers where somebody was going who has to confirm an address first: the mail's link leads to one place for everybody,
 * and knows nothing of it. Stays in this browser; another one goes to the start, as everybody does. Decision 121.
 */
export function keepDestination(event: RequestEventBase, next: string | undefined): void {
  event.cookie.set(COOKIE, next ? encodeURIComponent(safeNext(next)) : '', {
    ...attributes(event),
    maxAge: next ? SECONDS : 0,
  });
}

/** Where they were going, once; always a path of ours. */
export function takeDestination(event: RequestEventBase): string {
  const kept = event.cookie.get(COOKIE)?.value;
  if (kept !== undefined) event.cookie.set(COOKIE, '', { ...attributes(event), maxAge: 0 });
  return safeNext(kept);
}

function attributes(event: RequestEventBase) {
  return { httpOnly: true, sameSite: 'lax', path: '/auth/confirm', secure: isHttps(event) } as const;
}
