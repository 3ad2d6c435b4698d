import { connect, createServer } from 'node:net';
import { say } from './say';

export const LOOPBACK = '127.0.0.1';
const TRIES = 100;

/** Thrown by a `bind` whose port turned out to be taken after it looked free. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken';
}

/**
 * Binds `name` to the preferred port, or to the next one that is free, and says so in one line.
 * Port 0 takes any. `bind` throws `PortTaken`, or an error with code EADDRINUSE, when the port is not free.
 */
export async function bindNext<T>(
  name: string,
  preferred: number,
  bind: (port: number) => Promise<T>,
): Promise<T> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const port = preferred === 0 ? 0 : preferred + attempt;
    try {
      const bound = await bind(port);
      if (port !== preferred) say(`port ${preferred} is taken: the ${name} listens on ${port}.`);
      return bound;
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
  }
  throw new Error(`No free port for the ${name} from ${preferred} on.`);
}

function isTaken(error: unknown): boolean {
  return (
    error instanceof PortTaken || (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
  );
}

/** For servers that bind by themselves (postgres, pgbouncer): a port that is free now. Throws `PortTaken`. */
export async function requireFree(port: number): Promise<number> {
  // A listener on all addresses does not everywhere forbid a second one on loopback, so knock as well.
  if (port !== 0 && (await answers(port))) throw new PortTaken(`port ${port}`);
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, LOOPBACK, () => {
      const address = server.address();
      const free = typeof address === 'object' && address ? address.port : port;
      server.close(() => resolve(free));
    });
  });
}

/** Does anybody listen there? */
export function answers(port: number, host = LOOPBACK): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
