import { newBreaker } from '~/lib/breaker';
import { ENV } from '~/lib/env.server';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import { log } from '~/lib/log.server';
import { refreshOnce } from './refresh-once';
import { refusingResponse } from './refusing-response';

/** Milliseconds, so that a page answers within five seconds, after which a call to Supabase counts as unanswered. */
const PATIENCE_MS = 4_000;
/** What is back says that it is well within a second. */
const PROBE_MS = 1_000;
const RETRY_AFTER_SECONDS = 5;
const RETRY_AFTER_MAX_SECONDS = 60;

/**
 * The `fetch` of every Supabase client: a deadline on each call, and one refresh a token. A server that is away (no
 * answer, 5xx, a gateway's page) is `AppError('unavailable')` from whichever verb was called, never "signed out".
 */
export const supabaseFetch: typeof fetch = Object.assign(ask, { preconnect: fetch.preconnect });

async function ask(input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
  const url = new URL(input instanceof Request ? input.url : input);
  const isAuth = url.pathname.startsWith('/auth/');
  const verdict = (isVerdict: (response: Response) => boolean) =>
    (isAuth ? authBreaker : dataBreaker).run(async () => {
      const response = await fetch(input, { ...init, signal: deadline(init.signal) });
      if (isVerdict(response)) return response;
      throw new NoVerdict(response);
    });
  try {
    if (isRefresh(url)) return await refreshOnce(`${url.origin} ${init.body}`, () => verdict(isTokenVerdict));
    return await verdict(isAuth ? isAuthVerdict : isDataVerdict);
  } catch (cause) {
    // Known to be away: the log has said so, once.
    if (cause instanceof AppError) return refusingResponse(cause);
    log.error('supabase.unavailable', { path: url.pathname, reason: String(cause) });
    const retryAfterSeconds = cause instanceof NoVerdict ? cause.retryAfterSeconds : RETRY_AFTER_SECONDS;
    return refusingResponse(new AppError('unavailable', m.auth_unavailable(), { cause, retryAfterSeconds }));
  }
}

const breakerFor = (name: string, path: string, isVerdict: (response: Response) => boolean) =>
  newBreaker(name, {
    isAway: isServerAway,
    refusal,
    async probe() {
      const response = await fetch(ENV.PUBLIC_SUPABASE_URL + path, {
        headers: { apikey: ENV.PUBLIC_SUPABASE_ANON_KEY },
        signal: AbortSignal.timeout(PROBE_MS),
      });
      await response.body?.cancel();
      if (!isVerdict(response)) throw new NoVerdict(response);
    },
  });
const authBreaker = breakerFor('auth server', '/auth/v1/health', isAuthVerdict);
const dataBreaker = breakerFor('data api', '/rest/v1/', isDataVerdict);

/** No answer, or one of a server that is not itself. That we ask too often says that it is there. */
function isServerAway(error: unknown): boolean {
  return !(error instanceof NoVerdict) || error.status >= 500;
}

function refusal(): AppError {
  return new AppError('unavailable', m.auth_unavailable(), { retryAfterSeconds: RETRY_AFTER_SECONDS });
}

function isDataVerdict({ status }: Response): boolean {
  return status < 500;
}

function isAuthVerdict({ status, headers }: Response): boolean {
  return status === 204 || (status < 500 && isJson(headers));
}

/** Stricter: auth-js ends the session for any refusal it is shown, a rate limit and a wrong API key included. */
function isTokenVerdict({ status, headers }: Response): boolean {
  return [200, 400, 403].includes(status) && isJson(headers);
}

function isJson(headers: Headers): boolean {
  return headers.get('content-type')?.includes('json') ?? false;
}

function isRefresh(url: URL): boolean {
  return url.pathname === '/auth/v1/token' && url.searchParams.get('grant_type') === 'refresh_token';
}

function deadline(signal: AbortSignal | null | undefined): AbortSignal {
  const timeout = AbortSignal.timeout(PATIENCE_MS);
  return signal ? AbortSignal.any([signal, timeout]) : timeout;
}

/** An answer that says something about the server that gave it and nothing about the user. */
class NoVerdict extends Error {
  override readonly name = 'NoVerdict';
  readonly retryAfterSeconds: number;

  readonly status: number;

  constructor({ status, headers }: Response) {
    super(`HTTP ${status}`);
    this.status = status;
    const asked = Number(headers.get('retry-after'));
    this.retryAfterSeconds = asked > 0 ? Math.min(asked, RETRY_AFTER_MAX_SECONDS) : RETRY_AFTER_SECONDS;
  }
}
