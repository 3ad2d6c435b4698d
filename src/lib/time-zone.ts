/** Where nobody has said where they are: what a server can know. */
export const DEFAULT_ZONE = 'UTC';

/** Those that have been asked for in their usual spelling: there are some hundred, and `Intl` takes long to say so. */
const known = new Set<string>();

/**
 * The zone of that IANA name in its usual spelling; undefined for what is none here. An offset such as `+01:00` is none
 * either: it is no place, and does not know of summer. Pure, browser-safe.
 */
export function toTimeZone(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^[a-z]/i.test(value)) return undefined;
  if (known.has(value)) return value;
  try {
    const zone = new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone;
    if (zone === value) known.add(zone);
    return zone;
  } catch {
    return undefined; // the only way Intl has to say no
  }
}

/** Qwik City keeps the running request here; reading it needs no import of Qwik City. */
type RequestStore = { getStore(): { cookie: { get(name: string): { value: string } | null } } | undefined };
const requestStore = () => (globalThis as { qcAsyncRequestStore?: RequestStore }).qcAsyncRequestStore;

/** The reader's time zone: of the running request (server) or of the page (browser), UTC where there is none. */
export function currentTimeZone(): string {
  const found =
    typeof document === 'undefined'
      ? requestStore()?.getStore()?.cookie.get('time_zone')?.value
      : document.documentElement.dataset.timeZone;
  return toTimeZone(found) ?? DEFAULT_ZONE;
}
