import { join } from 'node:path';
import { reservePort } from '../app-port';
import { startBuilt } from '../built-app';
import type { Child, Variables } from '../bun-child';

const HOST = '127.0.0.1';

/** One of several processes that serve the same site. */
export interface Instance {
  name: string;
  port: number;
  logFile: string;
  /** Resolves with a sentence when it has ended and nobody here had asked for it. */
  endedByItself: Promise<string>;
  /** Asks it to end, and waits until it has. */
  stop(): Promise<void>;
  /** It has no say. Resolves when it is gone. */
  kill(): Promise<void>;
  /** Starts it where it was, after it has been stopped or killed, and resolves when it answers. What differs is told it alone. */
  startAgain(differing?: Variables): Promise<void>;
}

/** Starts the built server on a free port of this machine. Throws the end of its log when it does not start. */
export async function startInstance(
  name: string,
  variables: Variables,
  { folder, server }: { folder: string; server?: string },
): Promise<Instance> {
  const reserved = await reservePort(0, HOST);
  await reserved.release();
  const { port } = reserved;
  const logFile = join(folder, `${name}.log`);
  const ending = Promise.withResolvers<string>();
  const meant = new Set<Child>();
  const serve = async (differing?: Variables) => {
    const child = await startBuilt({ ...variables, ...differing, HOST, PORT: String(port) }, logFile, server);
    child.exited.then((code) => {
      if (!meant.has(child)) ending.resolve(`${name} ended by itself (exit code ${code}); see ${logFile}.`);
    });
    return child;
  };
  let child = await serve();
  return {
    name,
    port,
    logFile,
    endedByItself: ending.promise,
    stop() {
      meant.add(child);
      return child.stop();
    },
    async kill() {
      meant.add(child);
      child.kill();
      await child.exited;
    },
    async startAgain(differing) {
      child = await serve(differing);
    },
  };
}
