export interface AuthFront {
  url: string;
  /** What was asked so far, as `METHOD /path?query`. */
  asked: string[];
  /** From now on answers this instead of asking the server; null is the server again, for all calls or for one. */
  answer: ((request: Request) => Response | null | Promise<Response>) | null;
  stop(): Promise<void>;
}

/**
 * Stands before the auth server and counts; a test can let it fail the way servers and gateways do. From here on the
 * environment names it as the auth server: call it before anything reads `ENV`, and import that afterwards.
 */
export function startAuthFront(): AuthFront {
  const upstream = process.env.PUBLIC_SUPABASE_URL;
  const asked: string[] = [];
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    async fetch(request) {
      const { pathname, search } = new URL(request.url);
      asked.push(`${request.method} ${pathname}${search}`);
      const answer = await front.answer?.(request);
      if (answer) return answer;
      return fetch(new Request(`${upstream}${pathname}${search}`, request));
    },
  });
  const front: AuthFront = {
    url: `http://127.0.0.1:${server.port}`,
    asked,
    answer: null,
    stop: () => server.stop(true),
  };
  process.env.PUBLIC_SUPABASE_URL = front.url;
  return front;
}
