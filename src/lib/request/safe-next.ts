const LONGEST = 2048;

/** Any origin does: it only has to be one that `value` can not name. */
const HERE = 'http://here.invalid';

/** Back to where one signs in is a loop, and some of these act when they are opened. */
const NO_DESTINATION =
  /^\/(login|logout|signup|forgot-password|reset-password|auth|error|preferences|health)(\/|$)/i;

/**
 * Where to go after signing in: `value` when it is a path of our own, else `fallback`. Whatever is tried, the answer
 * stays on our origin; it comes back normalised, so that nobody downstream reads it differently. Pure, browser-safe.
 */
export function safeNext(value: string | null | undefined, fallback = '/dashboard'): string {
  if (!value || value.length > LONGEST || !value.startsWith('/')) return fallback;
  // Browsers drop tabs and newlines, and read a backslash as a slash.
  if (/[\s\\\p{Cc}]/u.test(value) || !URL.canParse(value, HERE)) return fallback;
  const url = new URL(value, HERE);
  return url.origin === HERE && isOwnPath(url.pathname) ? url.pathname + url.search + url.hash : fallback;
}

/** Read as normalised: `/.//evil.example` has become `//evil.example` by now. */
function isOwnPath(path: string): boolean {
  if (path.includes('//') || /%(2f|5c|[01][0-9a-f]|7f|25)/i.test(path) || !isDecodable(path)) return false;
  return !NO_DESTINATION.test(path) && !path.endsWith('/q-data.json');
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
