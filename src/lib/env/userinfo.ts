/** RFC 3986, userinfo without the colon: everything else must be percent-encoded, or tools disagree on where the password ends. */
const PLAIN = /^(?:[\w.~!$&'()*+,;=-]|%[0-9a-f]{2})*$/i;

/** True for a user name or a password as it may stand in a URL. */
export function isEncoded(part: string): boolean {
  if (!PLAIN.test(part)) return false;
  try {
    decodeURIComponent(part);
    return true;
  } catch {
    return false;
  }
}
