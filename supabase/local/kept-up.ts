import { setTimeout as sleep } from 'node:timers/promises';
import { reason } from './http';
import { say } from './say';

/** A program that may end by itself. */
interface Service {
  port: number;
  exited: Promise<number>;
  stop(): Promise<void>;
}

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/**
 * Starts a program again, at the same port, whenever it ends unasked, as the service manager of a server does. What `start`
 * throws is said, and tried again. `exited` of what comes back resolves when the program was stopped, and not before.
 */
export function keepUp(name: string, first: Service, start: (port: number) => Promise<Service>): Service {
  const { port } = first;
  let current = first;
  let isStopping = false;

  async function again(): Promise<Service | null> {
    for (let pauseMs = FIRST_PAUSE_MS; !isStopping; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      try {
        const next = await start(port);
        if (next.port === port) return next;
        await next.stop();
        say(`port ${port} is not free for the ${name} yet.`);
      } catch (error) {
        say(`the ${name} does not start again yet: ${reason(error)}`);
      }
      await sleep(pauseMs);
    }
    return null;
  }

  async function watch(): Promise<number> {
    for (;;) {
      const code = await current.exited;
      if (isStopping) return code;
      say(`the ${name} ended by itself with exit code ${code} and is started again.`);
      const next = await again();
      if (!next) return code;
      current = next;
      if (isStopping) await current.stop();
    }
  }

  const exited = watch();
  return {
    port,
    exited,
    async stop() {
      isStopping = true;
      await current.stop();
      await exited;
    },
  };
}
