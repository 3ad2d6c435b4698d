import type { HttpBrowser } from '../../e2e/http/http-browser';
import type { Next } from './load';

/** The pages that are measured. */
export const PAGES = ['/', '/pricing', '/dashboard', '/billing/invoices', '/wallet'];

/** Uncompressed: what compressing costs, it would cost the floor as well. */
export function get(url: string, browser: HttpBrowser): Next {
  const headers = { Accept: 'text/html', 'Accept-Encoding': 'identity', Cookie: browser.jar.header };
  return () => new Request(url, { headers });
}
