import { connect } from 'node:net';

const TRIES = 100;

export interface ReservedPort {
  port: number;
  /** Frees the port for the server it was kept for. */
  release(): Promise<void>;
}

/**
 * Keeps the preferred port (0: any), or the next free one, for a server that starts in some seconds; until then it answers
 * "starting" there. Says so when the preferred one is taken.
 */
export async function reservePort(preferred: number, hostname: string): Promise<ReservedPort> {
  for (let port = preferred; port < Math.min(preferred + TRIES, 65_536); port++) {
    const reserved = (await isTaken(port)) ? null : tryServe(port, hostname);
    if (!reserved) continue;
    if (port !== preferred) console.log(`  · port ${preferred} is taken: the app takes ${port}`);
    return reserved;
  }
  throw new Error(`No free port for the app from ${preferred} on.`);
}

function tryServe(port: number, hostname: string): ReservedPort | null {
  try {
    const server = Bun.serve({ port, hostname, fetch: starting });
    return { port: server.port ?? port, release: () => server.stop(true) };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return null;
    throw error;
  }
}

function starting(): Response {
  return new Response('Alcázar is starting.\n', {
    status: 503,
    headers: {
      'retry-after': '1',
      refresh: '1',
      'cache-control': 'no-store',
      'content-type': 'text/plain; charset=utf-8',
    },
  });
}

/** A browser asks `localhost` on IPv6 first: a program that listens there only would get our visitors. */
async function isTaken(port: number): Promise<boolean> {
  const answers = await Promise.all(['127.0.0.1', '::1'].map((host) => isAnswered(port, host)));
  return answers.includes(true);
}

/** True when something accepts connections there. */
export function isAnswered(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host, timeout: 2000 });
    const answer = (is: boolean) => {
      socket.destroy();
      resolve(is);
    };
    socket
      .once('connect', () => answer(true))
      .once('timeout', () => answer(false))
      .once('error', () => answer(false));
  });
}
