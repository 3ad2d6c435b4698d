import { randomBytes } from 'node:crypto';
import type { RequestHandler } from '@builder.io/qwik-city';
import { pagePolicy } from '~/lib/http/csp';

/** The content security policy, with a nonce that Qwik writes onto each script and style of its own. The other headers are the front door's. */
export const onRequest: RequestHandler = ({ headers, sharedMap, url }) => {
  // Vite's client injects styles and evaluates modules: under the policy nothing would move in development.
  if (import.meta.env.DEV) return;
  const nonce = randomBytes(16).toString('base64');
  sharedMap.set('@nonce', nonce);
  headers.set('Content-Security-Policy', pagePolicy(nonce, url.protocol === 'https:'));
};
