import { bindNext, LOOPBACK } from './ports';
import { say } from './say';

const LARGEST_BODY = 10 * 1024 * 1024;
const LOOPBACK_HOSTS = new Set(['127.0.0.1', 'localhost', '[::1]']);

export interface HttpServer {
  port: number;
  stop(): Promise<void>;
}

type Handler = (request: Request, peer: string | null) => Response | Promise<Response>;

/**
 * Serves on loopback. A request under another host name is refused: a page elsewhere could otherwise reach
 * this server through a name of its own that points here (DNS rebinding). A bug in the handler is one line in
 * the log and a calm 500.
 */
export async function serveHttp(name: string, preferred: number, handler: Handler): Promise<HttpServer> {
  return bindNext(name, preferred, async (port) => {
    const server = Bun.serve({
      hostname: LOOPBACK,
      port,
      maxRequestBodySize: LARGEST_BODY,
      idleTimeout: 60,
      async fetch(request, self) {
        if (!LOOPBACK_HOSTS.has(new URL(request.url).hostname))
          return new Response('Loopback only.\n', { status: 421 });
        try {
          return await handler(request, self.requestIP(request)?.address ?? null);
        } catch (error) {
          say(`${name} failed: ${request.method} ${new URL(request.url).pathname}: ${reason(error)}`);
          return Response.json({ message: 'Unexpected failure.' }, { status: 500 });
        }
      },
    });
    return { port: server.port ?? port, stop: () => server.stop(true) };
  });
}

/** The first line of what went wrong. */
export function reason(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
