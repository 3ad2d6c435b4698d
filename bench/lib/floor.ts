import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appVariables, untilAnswering } from '../../src/scripts/lib/app';
import { reservePort } from '../../src/scripts/lib/app-port';
import { startBun } from '../../src/scripts/lib/bun-child';

export interface Floor {
  origin: string;
  stop(): Promise<void>;
}

/** Starts a bare server with what was recorded, as a process of its own like the app. */
export async function startFloor(entry: string, recorded: object, variables = process.env): Promise<Floor> {
  const reserved = await reservePort(0, '127.0.0.1');
  await reserved.release();
  const place = appVariables({ HOST: '127.0.0.1', ORIGIN: undefined }, reserved.port);
  const folder = mkdtempSync(join(tmpdir(), 'alcazar-floor-'));
  const file = join(folder, 'recorded.json');
  writeFileSync(file, JSON.stringify(recorded));
  const env = { ...variables, ...place, NODE_ENV: 'production' };
  const server = startBun([entry, file], { env, output: 'show' });
  await untilAnswering(server, env);
  return {
    origin: place.ORIGIN,
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
