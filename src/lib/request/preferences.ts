import type { RequestEventCommon } from '@builder.io/qwik-city';
import { chooseLocale, type Locale } from '~/lib/i18n/locale';
import type { Theme } from '~/lib/theme';

/** How somebody likes to read. Null takes a choice back. */
export interface Preferences {
  locale: Locale | null;
  theme: NonNullable<Theme> | null;
  /** An IANA name. */
  timeZone: string | null;
}

const COOKIES = { locale: 'locale', theme: 'theme', timeZone: 'time_zone' } as const;
const YEAR_SECONDS = 60 * 60 * 24 * 365;

/** The cookies that say how one reads, not who one is. */
export const PREFERENCE_COOKIES: readonly string[] = Object.values(COOKIES);

/** Keeps choices in this browser, and in the running request, so that its own answer follows them. What is not given stays. */
export function keepPreferences(event: RequestEventCommon, chosen: Partial<Preferences>): void {
  const { cookie, locale, request, url } = event;
  const secure = url.protocol === 'https:';
  for (const [name, value] of cookiesOf(chosen)) {
    if (value)
      cookie.set(name, value, { path: '/', maxAge: YEAR_SECONDS, sameSite: 'lax', secure, httpOnly: true });
    else if (cookie.has(name)) cookie.delete(name, { path: '/' });
  }
  if (chosen.locale === undefined) return;
  locale(chooseLocale(chosen.locale, request.headers.get('Accept-Language')));
}

/** Does this browser keep exactly these choices? What is not given does not count. */
export function keepsPreferences(
  { cookie }: Pick<RequestEventCommon, 'cookie'>,
  chosen: Partial<Preferences>,
): boolean {
  return cookiesOf(chosen).every(([name, value]) => (cookie.get(name)?.value ?? null) === value);
}

function cookiesOf({
  locale,
  theme,
  timeZone,
}: Partial<Preferences>): [name: string, value: string | null][] {
  const all = { [COOKIES.locale]: locale, [COOKIES.theme]: theme, [COOKIES.timeZone]: timeZone };
  return Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
}
