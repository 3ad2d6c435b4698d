import type { AppError } from '~/lib/errors';

/**
 * Carries a refusal through auth-js. A fetch that throws, like a 5xx, makes auth-js repeat a refresh for up to half a
 * minute, and any other failed refresh ends the session. `ok` is the first thing it reads of an answer outside of its
 * own `try`: the refusal leaves from there, at once and unchanged, and the session stays. A test pins this.
 */
export function refusingResponse(refusal: AppError): Response {
  return Object.defineProperty(new Response(null, { status: refusal.status }), 'ok', {
    get(): never {
      throw refusal;
    },
  });
}
