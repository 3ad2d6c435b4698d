import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '~/lib/errors';
import { untilAnswering } from './app';
import { isBuildCurrent } from './build-stamp';
import { type Child, runBun, startBun, type Variables } from './bun-child';
import { step } from './progress';

export const SERVER = 'server/entry.bun.js';
const LAST_LINES = 20;

/** Builds the app, unless `dist/` and `server/` are made of the sources as they are. */
export async function buildIfChanged(): Promise<void> {
  const isCurrent = existsSync(SERVER) && isBuildCurrent();
  await step(isCurrent ? 'build: nothing has changed' : 'build', async () => {
    if (!isCurrent) await runBun(['src/scripts/build.ts']);
  });
}

/** Starts the built server in production mode. Throws the end of its log when it does not start. */
export async function startBuilt(env: Variables, logFile: string, entry = SERVER): Promise<Child> {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'a', 0o600);
  const server = startBun([entry], { env: { ...env, NODE_ENV: 'production' }, output: log });
  closeSync(log);
  try {
    await untilAnswering(server, env);
    return server;
  } catch (error) {
    await server.stop();
    const said = readFileSync(logFile, 'utf8').trim().split('\n').slice(-LAST_LINES).join('\n');
    throw new AppError('unavailable', `${error instanceof Error ? error.message : error}\n\n${said}`);
  }
}
