import { baseLocale, isLocale, type locales, overwriteGetLocale } from './paraglide/runtime';

export type Locale = (typeof locales)[number];

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

overwriteGetLocale(currentLocale);
