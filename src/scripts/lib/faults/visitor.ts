import { HttpBrowser } from '../../../../e2e/http/http-browser';
import type { Customer } from './bank/customers';

/** Somebody who is signed in twice: in a browser without script, and as a program. */
export interface Visitor {
  cookie: string;
  token: string;
  email: string;
  /** Who gets their money. */
  friend: string;
}

/** A kind of request that only somebody who is signed in may make. */
export interface Errand {
  name: string;
  path: string;
  /** Of a command, which gets a key of its own each time. */
  body?: (visitor: Visitor) => unknown;
  isPage?: boolean;
  /** Of the browser; English where nothing is said. */
  language?: 'en' | 'es';
}

export const ERRANDS: Errand[] = [
  { name: 'the dashboard', path: '/dashboard', isPage: true },
  { name: 'the wallet', path: '/wallet', isPage: true },
  { name: 'the wallet in Spanish', path: '/wallet', isPage: true, language: 'es' },
  { name: 'a read of the API', path: '/api/v1/wallet' },
  {
    name: 'a transfer',
    path: '/api/v1/wallet/transfers',
    body: ({ friend }) => ({ recipient: friend, amount: '1', currency: 'EUR' }),
  },
];

export interface Outcome {
  errand: Errand;
  /** Of a command; null of what only reads. */
  key: string | null;
  /** 0: no answer at all. */
  status: number;
  retryAfter: string | null;
  body: string;
  milliseconds: number;
}

/** Makes it as that visitor, a command with a key of its own unless it is sent again. Never throws: no answer is an outcome. */
export async function run(
  errand: Errand,
  origin: string,
  visitor: Visitor,
  sentKey?: string,
): Promise<Outcome> {
  const began = performance.now();
  const { path, body } = errand;
  const key = body ? (sentKey ?? crypto.randomUUID()) : null;
  const headers = headersOf(errand, visitor);
  if (key) headers.set('Idempotency-Key', key);
  const told = await fetch(origin + path, {
    method: body ? 'POST' : 'GET',
    headers,
    body: body && JSON.stringify(body(visitor)),
    redirect: 'manual',
    signal: AbortSignal.timeout(20_000),
  })
    .then(async (response) => ({
      status: response.status,
      retryAfter: response.headers.get('Retry-After'),
      body: await response.text(),
    }))
    .catch((error: unknown) => ({ status: 0, retryAfter: null, body: String(error) }));
  return { errand, key, ...told, milliseconds: performance.now() - began };
}

function headersOf({ body, isPage, language = 'en' }: Errand, { cookie, token }: Visitor): Headers {
  if (isPage) return new Headers({ Accept: 'text/html', 'Accept-Language': language, Cookie: cookie });
  const headers = new Headers({ Authorization: `Bearer ${token}` });
  if (body) headers.set('Content-Type', 'application/json');
  return headers;
}

/** Signs a customer in at the site, through its form. Throws what it answers instead. */
export async function signInAt(origin: string, { email, token }: Customer, friend: string): Promise<Visitor> {
  const { PASSWORD } = await import('./bank/customers');
  const browser = new HttpBrowser(origin);
  const answer = await browser.submit('/login', { email, password: PASSWORD });
  if (answer.status !== 303) throw new Error(`Signing in answered ${answer.status}.`);
  return { cookie: browser.jar.header, token, email, friend };
}
