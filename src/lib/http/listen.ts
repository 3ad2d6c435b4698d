/** Longer than the slowest answer should take; a connection on which nothing moves is closed after it. */
const IDLE_SECONDS = 30;

interface Listening {
  port: number;
  hostname: string;
  handle(request: Request, peer: string | null): Promise<Response>;
}

/** Opens the port. One that is taken, or not ours to take, ends the process with code 1 and a sentence. */
export function listen({ port, hostname, handle }: Listening): Bun.Server<undefined> {
  try {
    return Bun.serve({
      port,
      hostname,
      idleTimeout: IDLE_SECONDS,
      development: false, // Bun's own error pages tell about the code
      reusePort: false, // without the line above Bun would refuse a taken port; with it, two servers would share one
      maxRequestBodySize: Number.MAX_SAFE_INTEGER, // body.ts counts, and refuses with the headers that Bun would leave out
      fetch: (request, server) => handle(request, server.requestIP(request)?.address ?? null),
    });
  } catch (error) {
    console.error(sentenceFor(error, hostname, port));
    process.exit(1);
  }
}

function sentenceFor(error: unknown, hostname: string, port: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const address = `Port ${port} on ${hostname}`;
  if (code === 'EADDRINUSE')
    return `${address} is taken. Stop the program that uses it, or set PORT to a free one.`;
  if (code === 'EACCES') return `${address} is not allowed for this user. Set PORT to 1024 or more.`;
  return `${address} can not be opened: ${error instanceof Error ? error.message : error}`;
}
