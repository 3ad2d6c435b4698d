import type { Server } from 'bun';

/** What a request to Stripe's API said. */
export interface StripeCall {
  method: string;
  path: string;
  key: string | null;
  idempotencyKey: string | null;
  form: URLSearchParams;
}

/** A server that speaks the few calls of Stripe's API that the app makes, with answers that a test lays out. */
export interface StripeApi {
  calls: StripeCall[];
  /** The answer to each path; a number is a failure with that status. */
  answers: Map<string, object | number>;
  place: { host: string; port: number; protocol: 'http' };
  stop(): Promise<void>;
}

export function startStripeApi(): StripeApi {
  const calls: StripeCall[] = [];
  const answers = new Map<string, object | number>();
  const server: Server<undefined> = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    async fetch(request) {
      const { pathname, searchParams } = new URL(request.url);
      const form = request.method === 'GET' ? searchParams : new URLSearchParams(await request.text());
      const { headers, method } = request;
      const [key, idempotencyKey] = [headers.get('Authorization'), headers.get('Idempotency-Key')];
      calls.push({ method, path: pathname, key, idempotencyKey, form });
      const answer = answers.get(pathname) ?? 404;
      if (typeof answer === 'object') return Response.json(answer);
      const error = {
        type: answer >= 500 ? 'api_error' : 'invalid_request_error',
        message: 'as the test says',
      };
      return Response.json({ error }, { status: answer });
    },
  });
  const place = { host: '127.0.0.1', port: server.port ?? 0, protocol: 'http' as const };
  return { calls, answers, place, stop: () => server.stop(true) };
}
