import { join } from 'node:path';
import type { Env } from '~/lib/env.server';
import { AppError } from '~/lib/errors';
import { type App, appVariables } from './app';
import { reservePort } from './app-port';
import { stopChildren } from './bun-child';
import { EXIT } from './command';
import { writeEnvFile } from './env-file';
import { hush, since, step } from './progress';
import { announceRunning, findRunning } from './running';
import { untilAskedToStop } from './stop-request';
import { printSummary } from './summary';
import { isLocal, readySupabase } from './supabase';
import { createUndo, type Undo } from './undo';

interface Ending {
  code: number;
  words: string;
}

/**
 * Brings up Supabase and the app on top of it, keeps both up until it is asked to stop or a part ends by itself, and
 * stops everything in the opposite order. Returns the exit code: 0 when it was asked to stop.
 */
export async function bringUp(app: App, options: { withStack: boolean }): Promise<number> {
  const began = performance.now();
  const isFirst = writeEnvFile();
  // The environment is read when it is imported, and `.env` has to be there by then.
  const { ENV } = await import('~/lib/env.server');
  const running = findRunning(ENV.LOCAL_DATA_DIR);
  if (running) {
    console.log(
      `Alcázar runs here already: ${running.origin} (process ${running.pid}, data in ${ENV.LOCAL_DATA_DIR}).`,
    );
    console.log('Ctrl-C stops it there. A second copy runs beside it with another LOCAL_DATA_DIR.');
    return EXIT.done;
  }

  console.log(`\nAlcázar is starting${isFirst ? ', with a new .env made from .env.example' : ''}.\n`);
  const undo = createUndo();
  const asked = untilAskedToStop().then(() => ({ code: EXIT.done, words: 'Stopping.' }));
  const ending = await Promise.race([asked, keepUp(app, ENV, { ...options, began, undo }).catch(failed)]);
  hush();
  console.log(`\n${ending.words}`);
  await undo.run();
  await stopChildren();
  console.log(`Everything is stopped.${isLocal(ENV) ? ` The data stays in ${ENV.LOCAL_DATA_DIR}.` : ''}`);
  return ending.code;
}

/** Resolves when a part has ended by itself. Throws when a step fails. */
async function keepUp(
  app: App,
  env: Env,
  { began, withStack, undo }: { began: number; withStack: boolean; undo: Undo },
): Promise<Ending> {
  const reserved = await reservePort(env.PORT, env.HOST);
  undo.add(reserved.release);
  const place = appVariables(env, reserved.port);
  undo.add(announceRunning(env.LOCAL_DATA_DIR, place.ORIGIN));
  const prepared = app.prepare();
  const [supabase] = await Promise.all([
    readySupabase(env, { origin: place.ORIGIN, withStack, undo, prepared }),
    prepared,
  ]);

  await reserved.release();
  const logFile = join(env.LOCAL_DATA_DIR, 'app.log');
  const server = await step('app', () => app.start({ ...supabase.variables, ...place }, logFile));
  undo.add(server.stop);
  printSummary({
    origin: place.ORIGIN,
    supabase,
    seedPassword: env.SEED_PASSWORD,
    logFile: app.isLogged ? logFile : undefined,
    took: since(began),
  });

  const appEnded = server.exited.then((code) => `The app ended by itself (exit code ${code}).`);
  return { code: EXIT.failed, words: await Promise.race([supabase.ended, appEnded]) };
}

/** A refusal is a sentence; anything else is a bug, and its stack is what helps. */
function failed(error: unknown): Ending {
  if (error instanceof AppError) return { code: EXIT.failed, words: error.message };
  return {
    code: EXIT.failed,
    words: error instanceof Error ? (error.stack ?? error.message) : String(error),
  };
}
