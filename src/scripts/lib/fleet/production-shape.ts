import { rmSync } from 'node:fs';
import { type Stack, startStack } from '../../../../supabase/local/stack';
import { createThrowaway } from '../../../../supabase/local/throwaway';
import { appVariables } from '../app';
import { reservePort } from '../app-port';
import { buildIfChanged } from '../built-app';
import { runBun, type Variables } from '../bun-child';
import { step } from '../progress';
import { variablesOf } from '../supabase';
import { createUndo, type Undo } from '../undo';
import { type Fleet, startFleet } from './fleet';
import { requireProductionParts } from './requirements';

export interface ShapeOptions {
  /** Where the front should listen; 0 for any port. */
  port?: number;
  /** Where pgbouncer should listen. A taken port is replaced by the next free one. */
  poolerPort?: number;
  instances?: number;
  /** The demo accounts and their data. */
  isSeeded?: boolean;
  /** What the instances are told otherwise, once the stack stands: something between them and the database, say. */
  rewire?: (variables: Variables) => Promise<Variables>;
  /** Another build than the one in `server/`: its entry. */
  server?: string;
}

export interface ProductionShape {
  /** The address of the front. */
  origin: string;
  /** What the scripts read: nothing of `rewire` is in here. */
  variables: Variables;
  stack: Stack;
  fleet: Fleet;
  /** Data, settings and logs; gone after `stop`. */
  folder: string;
  stop(): Promise<void>;
}

/** All requests come from one address here, as many people may. */
const ONE_ADDRESS = { LIMIT_ADDRESS_FACTOR: '1000' };

/**
 * Starts what a site in production is made of, on this machine and for a while: this machine's PostgreSQL, durable, behind
 * pgbouncer in transaction mode, one auth server, instances of the built app, and haproxy before them. Database and pooler
 * are started again when they die, as a service manager does. Throws a sentence, with nothing left running.
 */
export async function startProductionShape(options: ShapeOptions = {}): Promise<ProductionShape> {
  requireProductionParts();
  const undo = createUndo();
  try {
    await buildIfChanged();
    return await startIn(undo, options);
  } catch (error) {
    await undo.run();
    throw error;
  }
}

async function startIn(undo: Undo, options: ShapeOptions): Promise<ProductionShape> {
  const { port = 0, poolerPort = 0, instances = 2, isSeeded = false, rewire, server } = options;
  const folder = createThrowaway();
  undo.add(() => rmSync(folder, { recursive: true, force: true }));
  const reserved = await reservePort(port, '127.0.0.1');
  undo.add(reserved.release);
  const place = appVariables({ HOST: '127.0.0.1', ORIGIN: undefined }, reserved.port);

  const ports = { pooler: poolerPort, db: 0, api: 0, mail: 0, smtp: 0 };
  const stack = await step('PostgreSQL, pgbouncer, auth', () =>
    startStack({
      dataDir: folder,
      ports,
      postgres: 'system',
      pooler: 'pgbouncer',
      keepsUp: true,
      mailEverySeconds: 0,
      siteUrl: place.ORIGIN,
    }),
  );
  undo.add(stack.stop);
  const variables = { ...variablesOf(stack), ...place, ...ONE_ADDRESS, ...ours(), LOCAL_DATA_DIR: folder };
  await step('migrations', () => runBun(['src/scripts/migrate.ts', '--logs', folder], variables));
  if (isSeeded) await step('demo sign-ins', () => runBun(['src/scripts/seed.ts'], variables));
  const changed = await rewire?.(variables);
  await reserved.release();
  const fleet = await step(`${instances} instances and their front`, () =>
    startFleet({ ...variables, ...changed }, { count: instances, port: reserved.port, folder, server }),
  );
  undo.add(fleet.stop);
  return { origin: place.ORIGIN, variables, stack, fleet, folder, stop: undo.run };
}

function ours(): Variables {
  return {
    NODE_ENV: 'development', // of the scripts; the instances run in production mode
    HEALTH_TOKEN: crypto.randomUUID(),
    SEED_PASSWORD: process.env.SEED_PASSWORD || 'correct-horse-battery-7',
  };
}
