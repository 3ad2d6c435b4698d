/** Does every percent sign in this path stand for a character? Pure, browser-safe. */
export function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
