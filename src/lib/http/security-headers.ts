import { BARE_POLICY } from './csp';

const EVERYWHERE = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Origin-Agent-Cluster': '?1',
  'Permissions-Policy':
    'accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=(), xr-spatial-tracking=()',
};

/** Two years, the least that browsers' preload lists take. */
const HSTS = 'max-age=63072000; includeSubDomains';

/**
 * Puts the security headers on an answer of any kind. A policy that is already there stays: pages bring their own with
 * a nonce, everything else gets the bare one.
 */
export function secure(headers: Headers, isHttps: boolean): void {
  for (const [name, value] of Object.entries(EVERYWHERE)) headers.set(name, value);
  if (isHttps) headers.set('Strict-Transport-Security', HSTS);
  if (!headers.has('Content-Security-Policy')) headers.set('Content-Security-Policy', BARE_POLICY);
}
