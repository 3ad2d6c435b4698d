import { safeNext } from '~/lib/request/safe-next';

/** What Qwik City adds to the query of its own requests. */
const OURS_NEVER = ['qaction', 'qdata', 'qfunc'];

/** The way back to a page as a path of ours, for `next`. Pure. After an action post it is the page that holds the form. */
export function wayBack(page: URL): string {
  const search = new URLSearchParams(page.search);
  for (const name of OURS_NEVER) search.delete(name);
  return safeNext(page.pathname + (search.size > 0 ? `?${search}` : ''));
}

/**
 * Where the guard sends a visitor, with the way back in `next`. Pure. `page` is the page's own address, also for its
 * q-data.json.
 */
export function loginUrl(page: URL, sessionEnded: boolean): string {
  const next = wayBack(page);
  return `/login?${new URLSearchParams({ ...(sessionEnded ? { error: 'session_expired' } : {}), next })}`;
}
