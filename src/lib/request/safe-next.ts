import { isDecodable } from './decodable';

const LONGEST = 2048;

/** Any origin does: it only has to be one that `value` can not name. */
const HERE = 'http://here.invalid';

/** Back to where one signs in is a loop, and some of these act when they are opened. */
const NO_DESTINATION =
  /^\/(login|logout|signup|forgot-password|reset-password|auth|error|preferences|health)(\/|$)/i;

/** Opening one of these again would act again, or show a machine's answer. */
const NO_PLACE = /^\/(logout|auth|error|preferences|health)(\/|$)/i;

/**
 * Where to go after signing in: `value` when it is a path of our own, else `fallback`. Whatever is tried, the answer
 * stays on our origin; it comes back normalised, so that nobody downstream reads it differently. Pure, browser-safe.
 */
export function safeNext(value: string | null | undefined, fallback = '/dashboard'): string {
  return ownPath(value, NO_DESTINATION) ?? fallback;
}

/** The page a form was sent from, to return to it: like `safeNext`, but a sign-in page is a place too. */
export function samePlace(value: string | null | undefined, fallback = '/'): string {
  return ownPath(value, NO_PLACE) ?? fallback;
}

function ownPath(value: string | null | undefined, refused: RegExp): string | null {
  if (!value || value.length > LONGEST || !value.startsWith('/')) return null;
  // Browsers drop tabs and newlines, and read a backslash as a slash.
  if (/[\s\\\p{Cc}]/u.test(value) || !URL.canParse(value, HERE)) return null;
  const url = new URL(value, HERE);
  const ours = url.origin === HERE && isOwnPath(url.pathname) && !refused.test(url.pathname);
  return ours ? url.pathname + url.search + url.hash : null;
}

/** Read as normalised: `/.//evil.example` has become `//evil.example` by now. */
function isOwnPath(path: string): boolean {
  if (path.includes('//') || /%(2f|5c|[01][0-9a-f]|7f|25)/i.test(path) || !isDecodable(path)) return false;
  return !path.endsWith('/q-data.json');
}
