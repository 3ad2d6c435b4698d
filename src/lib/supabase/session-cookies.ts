import type { RequestEventBase } from '@builder.io/qwik-city';
import type { CookieMethodsServer } from '@supabase/ssr';
import { ENV } from '~/lib/env.server';
import { log } from '~/lib/log.server';

/** No session lives longer, so no cookie has to. */
const SESSION_SECONDS = ENV.SESSION_MAX_DAYS * 24 * 60 * 60;
/** A sign-in through another site is finished within this time, or begun again. */
const VERIFIER_SECONDS = 10 * 60;

/** `__Host-` makes the browser refuse the cookie from a subdomain, from http and for another path; it needs https. */
export function sessionCookieName(event: RequestEventBase): string {
  return isHttps(event) ? '__Host-alcazar-auth' : 'alcazar-auth';
}

/** Whether the browser brought anything that looks like a session. Says nothing of its worth. */
export function hasSessionCookie(event: RequestEventBase): boolean {
  return sessionCookies(event).length > 0;
}

/** Takes a dead session out of the browser, whatever it is made of. */
export function clearSessionCookies(event: RequestEventBase): void {
  for (const name of sessionCookies(event)) event.cookie.set(name, '', attributes(event, 0));
}

/**
 * How @supabase/ssr reads and writes the cookies of one request. Only the tokens are kept: a user object in a cookie
 * could be forged, and would have to be cut into several. ssr's own lifetime (400 days) and flags are not used.
 */
export function sessionCookieStore(event: RequestEventBase): CookieMethodsServer {
  return {
    encode: 'tokens-only',
    getAll: () => readCookies(event),
    setAll(cookies, headers) {
      // Too late to tell the browser: the guard refreshes before anything is sent, so this is a bug worth a line.
      if ('headersSent' in event && event.headersSent) return log.error('auth.cookies_too_late');
      for (const { name, value } of cookies) {
        event.cookie.set(name, value, attributes(event, value ? lifetime(name) : 0));
      }
      // Without these a shared cache may hand one user's session to the next.
      for (const [name, value] of Object.entries(headers)) event.headers.set(name, value);
    },
  };
}

/** A cookie that has been taken back in this request is gone. */
function readCookies({ cookie }: RequestEventBase): { name: string; value: string }[] {
  const all: Record<string, { value: string } | null> = cookie.getAll();
  return Object.entries(all).flatMap(([name, found]) => (found ? [{ name, value: found.value }] : []));
}

/** ssr cuts a long value into `name.0`, `name.1` and so on; PKCE verifiers are called `name-…-code-verifier`. */
function sessionCookies(event: RequestEventBase): string[] {
  const base = sessionCookieName(event);
  const ours = new RegExp(`^${base}(\\.\\d+)?$`);
  return readCookies(event).flatMap(({ name }) => (ours.test(name) ? [name] : []));
}

function lifetime(name: string): number {
  return name.includes('-code-verifier') ? VERIFIER_SECONDS : SESSION_SECONDS;
}

function attributes(event: RequestEventBase, maxAge: number) {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure: isHttps(event), maxAge } as const;
}

/** Behind a proxy that ends TLS the request itself looks like http: the configured public address decides. */
export function isHttps(event: RequestEventBase): boolean {
  return (ENV.ORIGIN ?? event.url.href).startsWith('https:');
}
