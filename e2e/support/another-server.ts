import { appVariables } from '../../src/scripts/lib/app';
import { reservePort } from '../../src/scripts/lib/app-port';
import { startBuilt } from '../../src/scripts/lib/built-app';
import type { Variables } from '../../src/scripts/lib/bun-child';

export interface AnotherServer {
  origin: string;
  logFile: string;
  pid: number;
  stop(): Promise<void>;
}

/** The same build as a process of its own, in an environment that differs in `changes`: a part of it is away, say. */
export async function startAnotherServer(
  name: string,
  changes: Variables,
  logFolder = 'test-results',
): Promise<AnotherServer> {
  const reserved = await reservePort(0, '127.0.0.1');
  await reserved.release();
  const place = appVariables({ HOST: '127.0.0.1', ORIGIN: undefined }, reserved.port);
  const logFile = `${logFolder}/${name}.log`;
  const server = await startBuilt({ ...process.env, ...place, ...changes }, logFile);
  if (server.pid === undefined) throw new Error('A server that answers has a process.');
  return { origin: place.ORIGIN, logFile, pid: server.pid, stop: server.stop };
}
