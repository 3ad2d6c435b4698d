export const themes = ['light', 'dark'] as const;

/** A theme the reader chose; `undefined` follows the system. */
export type Theme = (typeof themes)[number] | undefined;

/** Reads a cookie or a form value; anything that is no theme follows the system. */
export function toTheme(value: unknown): Theme {
  return themes.find((theme) => theme === value);
}

/** Qwik City keeps the running request here; reading it needs no import of Qwik City. */
type RequestStore = { getStore(): { cookie: { get(name: string): { value: string } | null } } | undefined };
const requestStore = () => (globalThis as { qcAsyncRequestStore?: RequestStore }).qcAsyncRequestStore;

/** The theme of the running request (server) or of the page (browser). */
export function currentTheme(): Theme {
  return typeof document === 'undefined'
    ? toTheme(requestStore()?.getStore()?.cookie.get('theme')?.value)
    : toTheme(document.documentElement.dataset.theme);
}
