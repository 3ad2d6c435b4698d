import { setTimeout as sleep } from 'node:timers/promises';
import { isLoopbackUrl } from '~/lib/env/hosts';
import type { Env } from '~/lib/env.server';
import { AppError } from '~/lib/errors';
import type { Child, Variables } from './bun-child';

const POLL_MS = 50;
const READY_WITHIN_MS = 60_000;

/** The program that is brought up on top of Supabase: the built server, or Vite. */
export interface App {
  /** Its output goes to the log file; else it goes to the terminal. */
  isLogged: boolean;
  /** What must be done before it can start. Runs while the database starts. */
  prepare(): Promise<unknown>;
  /** Starts it and resolves when it answers. Throws what it said when it does not. */
  start(env: Variables, logFile: string): Promise<Child>;
}

/**
 * Where the app will be found: its port, and the origin that redirects and the links in mails are built from. A
 * public ORIGIN (a tunnel to this machine) stays; one on this machine follows the port.
 */
export function appVariables(env: Pick<Env, 'HOST' | 'ORIGIN'>, port: number) {
  const ORIGIN = env.ORIGIN && !isLoopbackUrl(env.ORIGIN) ? env.ORIGIN : `http://localhost:${port}`;
  return { PORT: String(port), HOST: env.HOST, ORIGIN };
}

/** Resolves when the server answers, whatever it answers. Throws an `AppError` when it ends before that, or never does. */
export async function untilAnswering(server: Child, { HOST, PORT }: Variables): Promise<void> {
  const host = HOST === '0.0.0.0' || HOST === '::' ? '127.0.0.1' : HOST;
  const deadline = performance.now() + READY_WITHIN_MS;
  while (!server.hasExited() && performance.now() < deadline) {
    if (await answers(`http://${host}:${PORT}/health/live`)) return;
    await sleep(POLL_MS);
  }
  throw new AppError(
    'unavailable',
    `The app did not start${server.hasExited() ? '' : ` within ${READY_WITHIN_MS / 1000} s`}.`,
  );
}

async function answers(url: string): Promise<boolean> {
  try {
    await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(5000) });
    return true;
  } catch {
    return false;
  }
}
