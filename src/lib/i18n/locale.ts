import { baseLocale, isLocale, locales, overwriteGetLocale } from './paraglide/runtime';

export { isLocale, locales };

export type Locale = (typeof locales)[number];

/** Dates and numbers follow Europe in both languages: the day before the month, the week from Monday. */
const FORMAT_TAG: Record<Locale, string> = { en: 'en-GB', es: 'es-ES' };

/** The tag that `Intl` formats with in this language. */
export function formatTag(locale: Locale): string {
  return FORMAT_TAG[locale];
}

/** Qwik City keeps the running request here; reading it needs no import of Qwik City, so scripts and plain tests can load this file. */
type RequestStore = { getStore(): { locale(): string } | undefined };
const requestStore = () => (globalThis as { qcAsyncRequestStore?: RequestStore }).qcAsyncRequestStore;

/**
 * The language of the running request (server) or of the page (browser).
 * Qwik's own `getLocale()` is wrong inside loaders when two requests overlap; the request event never is.
 */
export function currentLocale(): Locale {
  const found =
    typeof document === 'undefined' ? requestStore()?.getStore()?.locale() : document.documentElement.lang;
  return isLocale(found) ? found : baseLocale;
}

/** The language of a request: what the reader chose, else what the browser asks for, else English. */
export function chooseLocale(
  chosen: string | null | undefined,
  acceptLanguage: string | null | undefined,
): Locale {
  if (isLocale(chosen)) return chosen;
  return acceptedLanguages(acceptLanguage).find(isLocale) ?? baseLocale;
}

/** The primary languages of an `Accept-Language` header, the most wanted first; `q=0` means "not this one". */
function acceptedLanguages(header: string | null | undefined): string[] {
  return (header ?? '')
    .split(',')
    .map((entry) => {
      const [range = '', ...parameters] = entry.trim().split(';');
      const weight = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/i.exec(parameter)?.[1]).find(Boolean);
      return { language: range.split('-', 1)[0]?.toLowerCase() ?? '', weight: Number(weight ?? 1) };
    })
    .filter(({ language, weight }) => language && weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ language }) => language);
}

overwriteGetLocale(currentLocale);
