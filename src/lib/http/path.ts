import { isDecodable } from '~/lib/request/decodable';

export type ReadPath =
  | { kind: 'good'; path: string; search: string }
  | { kind: 'moved'; to: string }
  | { kind: 'bad'; why: string };

/**
 * The path of a request as everything behind it will read it: one leading slash, no empty, dotted or encoded-away
 * segments, no percent sign that does not decode. A path that only differs in spelling is `moved` to the right one (a path
 * of our own, never another host); one that means something else to each reader is `bad`. Fragments are dropped.
 */
export function readPath(requestUrl: string): ReadPath {
  const [, path = '', search = ''] = /^(?:https?:\/\/[^/?#\\]*)?([^?#]*)(\?[^#]*)?/i.exec(requestUrl) ?? [];
  if (!/^[/\\]/.test(path)) return { kind: 'bad', why: 'not a path' };
  if (!isDecodable(path)) return { kind: 'bad', why: 'percent sign' };
  if (/%(2f|5c|[01][0-9a-f]|7f)/i.test(path))
    return { kind: 'bad', why: 'encoded separator or control character' };
  const tidy = tidyPath(path);
  return tidy === path ? { kind: 'good', path, search } : { kind: 'moved', to: tidy + search };
}

/** The URL parser turns backslashes and (also encoded) dots into what they mean; empty segments it keeps. */
function tidyPath(path: string): string {
  return new URL(`http://here.invalid${path}`).pathname.replace(/\/{2,}/g, '/');
}
