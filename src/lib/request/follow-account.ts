import type { RequestEvent } from '@builder.io/qwik-city';
import { isDataRequest } from '~/lib/http/data-failure';
import { keepPreferences, keepsPreferences, type Preferences } from './preferences';

/**
 * Brings this browser in line with what the account says about how its user reads: that holds over a cookie, and where the
 * account says nothing the browser's own choice stays. A page that was asked for in place is loaded as a whole then,
 * because its frame is in the old language; a form that was posted in place answers into its own page, and changes
 * nothing yet. Decision 084.
 */
export function followAccount(event: RequestEvent, account: Preferences): void {
  const { locale, theme, timeZone } = account;
  // Nobody chooses a time zone without an account, so one that the account does not name is another account's.
  const said = { locale: locale ?? undefined, theme: theme ?? undefined, timeZone };
  const isInPlace = isDataRequest(event);
  if (keepsPreferences(event, said) || (isInPlace && event.method !== 'GET')) return;
  keepPreferences(event, said);
  if (isInPlace) throw loadWhole(event);
}

/** Qwik City's own redirect would lead to the data of the page again. */
function loadWhole({ headers, send, url }: RequestEvent): unknown {
  headers.set('Location', url.pathname + url.search);
  return send(302, '');
}
