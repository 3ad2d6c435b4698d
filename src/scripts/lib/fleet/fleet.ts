import type { Variables } from '../bun-child';
import { createUndo, type Undo } from '../undo';
import { startFront } from './front';
import { type Instance, startInstance } from './instance';
import { untilReady } from './until-ready';

/** So long an instance that is asked to end says "not ready" and serves on: the front asks twice a second. */
const DRAIN_SECONDS = '2';

export interface Fleet {
  instances: readonly Instance[];
  /** Resolves with a sentence when an instance or the front has ended and nobody here had asked for it. */
  endedByItself: Promise<string>;
  stop(): Promise<void>;
}

interface FleetOptions {
  count: number;
  /** Where the front listens; free by now. */
  port: number;
  /** For logs and settings. */
  folder: string;
  /** Another build than the one in `server/`: its entry. */
  server?: string;
}

/**
 * Starts `count` instances of the built server and a front before them at one address, and resolves when it is ready there.
 * They share the database and the auth server that `variables` name, and nothing else. Throws with nothing left running.
 */
export async function startFleet(variables: Variables, options: FleetOptions): Promise<Fleet> {
  const undo = createUndo();
  try {
    return await startIn(undo, variables, options);
  } catch (error) {
    await undo.run();
    throw error;
  }
}

async function startIn(
  undo: Undo,
  variables: Variables,
  { count, port, folder, server }: FleetOptions,
): Promise<Fleet> {
  const shared = { ...variables, TRUSTED_PROXY: '127.0.0.1/32', DRAIN_SECONDS };
  const instances: Instance[] = [];
  undo.add(() => Promise.all(instances.map((instance) => instance.stop())));
  // One after the other: on a small machine they would only be in each other's way.
  for (let n = 1; n <= count; n++) {
    instances.push(await startInstance(`app-${n}`, shared, { folder, server }));
  }

  const front = await startFront({ port, instances: instances.map((instance) => instance.port), folder });
  undo.add(front.stop);
  await untilReady(`http://127.0.0.1:${port}`);
  const frontEnded = front.exited.then((code) => `The front ended (exit code ${code}).`);
  return {
    instances,
    endedByItself: Promise.race([frontEnded, ...instances.map(({ endedByItself }) => endedByItself)]),
    stop: undo.run,
  };
}
