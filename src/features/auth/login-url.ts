import { safeNext } from '~/lib/request/safe-next';

/** What Qwik City adds to the query of its own requests. */
const OURS_NEVER = ['qaction', 'qdata', 'qfunc'];

/**
 * Where the guard sends a visitor, with the way back in `next`. Pure. `page` is the page's own address, also for its
 * q-data.json; after an action post the way back is the page that holds the form.
 */
export function loginUrl(page: URL, sessionEnded: boolean): string {
  const search = new URLSearchParams(page.search);
  for (const name of OURS_NEVER) search.delete(name);
  const next = safeNext(page.pathname + (search.size > 0 ? `?${search}` : ''));
  return `/login?${new URLSearchParams({ ...(sessionEnded ? { error: 'session_expired' } : {}), next })}`;
}
