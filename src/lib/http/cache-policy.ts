import { PREFERENCE_COOKIES } from '~/lib/request/preferences';

/** Cookies that say how one reads, not who one is. */
const PREFERENCES = new Set(PREFERENCE_COOKIES);

/**
 * Says who may keep an answer of the app. Whatever was made for somebody signed in (any cookie beyond the preferences),
 * whatever sets a cookie and whatever went wrong is kept nowhere: not by a proxy, not for the Back button after signing
 * out. A page for everybody is asked for again each time, unless its route says otherwise.
 */
export function limitCaching(headers: Headers, status: number, cookieHeader: string | null): void {
  if (isPersonal(cookieHeader) || headers.has('Set-Cookie') || status >= 400) {
    headers.set('Cache-Control', 'private, no-store');
  } else if (!headers.has('Cache-Control')) {
    headers.set('Cache-Control', 'private, no-cache');
  }
  headers.append('Vary', 'Cookie, Accept-Language');
}

function isPersonal(cookieHeader: string | null): boolean {
  const names = (cookieHeader ?? '').split(';').map((pair) => pair.split('=', 1)[0]?.trim() ?? '');
  return names.some((name) => name !== '' && !PREFERENCES.has(name));
}
