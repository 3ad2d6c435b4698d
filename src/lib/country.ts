import { currentLocale, type Locale } from '~/lib/i18n/locale';

/** What a reader of the language calls the country of that ISO 3166-1 alpha-2 code. Pure but for the language. */
export function countryName(code: string, locale: Locale = currentLocale()): string {
  return new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' }).of(code) ?? code;
}

/** Countries with their names, in the order in which a reader of the language looks for them. */
export function namedCountries(codes: string[]): { value: string; label: string }[] {
  const locale = currentLocale();
  const named = codes.map((code) => ({ value: code, label: countryName(code, locale) }));
  return named.sort((one, other) => one.label.localeCompare(other.label, locale));
}
