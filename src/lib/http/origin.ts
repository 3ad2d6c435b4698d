/** One machine under three names: a browser that was sent to any of them must be able to post its forms. */
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * The origin of the address the app sees: always the configured one, because the `Host` header is whatever a client
 * writes, and behind a TLS proxy the scheme of the socket is wrong as well. Only where the configured origin is this
 * machine, its other loopback names on the same port stand for themselves.
 */
export function originFor(configured: string, host: string | null): string {
  const own = new URL(configured);
  if (!host || !LOOPBACK.has(own.hostname)) return own.origin;
  const asked = `${own.protocol}//${host}`;
  if (!URL.canParse(asked)) return own.origin;
  const { hostname, port, origin } = new URL(asked);
  return LOOPBACK.has(hostname) && port === own.port ? origin : own.origin;
}
