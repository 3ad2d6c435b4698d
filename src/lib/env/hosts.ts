/** True for the hosts that never leave this machine: localhost, *.localhost, 127.0.0.0/8 and [::1] (RFC 6761, RFC 1122). */
export function isLoopback(hostname: string): boolean {
  const host = hostname.toLowerCase();
  if (host === 'localhost' || host.endsWith('.localhost')) return true;
  if (host === '[::1]' || host === '::1') return true;
  return isDottedQuad(host) && host.startsWith('127.');
}

/** The host of a URL, or undefined when the text is no URL. Never throws. */
export function hostOf(url: string | undefined): string | undefined {
  if (!url || !URL.canParse(url)) return undefined;
  return new URL(url).hostname;
}

/** True when the text is a URL and its host is loopback. */
export function isLoopbackUrl(url: string | undefined): boolean {
  const host = hostOf(url);
  return host !== undefined && isLoopback(host);
}

/** `127.1` and `127.0.0.1.example.com` are not dotted quads: a short form or a look-alike gets no privilege. */
function isDottedQuad(host: string): boolean {
  const parts = host.split('.');
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
}
