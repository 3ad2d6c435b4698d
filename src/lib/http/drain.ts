import { setTimeout as sleep } from 'node:timers/promises';
import { log } from '~/lib/log.server';

/** How long running requests may take to end. Below the ten seconds that container runtimes give before they kill. */
const PATIENCE_MS = 8_000;

/** Ctrl-C comes twice: from the terminal to the whole group, and from `bun run`, which passes it on. */
const ONE_CTRL_C_MS = 500;

let drainingSince: number | undefined;

/** Is this process on its way out? Then it is not ready, whatever the database says. */
export function isDraining(): boolean {
  return drainingSince !== undefined;
}

interface Drained {
  /** Stops accepting, and resolves when the running requests have ended. */
  stop(): Promise<unknown>;
  /** Afterwards: closes what the requests used. */
  close(): Promise<unknown>;
  exit(code: number): void;
  /** So long everything is served as before, while readiness says no: whoever sends the requests has to hear it first. */
  noticeMs?: number;
  patienceMs?: number;
}

/**
 * What to call when the process is asked to end (SIGTERM, Ctrl-C): readiness says no, then nothing new is taken, running
 * requests finish, the database is let go, and the process ends with `code`. Asked again later, it ends at once.
 */
export function drainer({ stop, close, exit, noticeMs = 0, patienceMs = PATIENCE_MS }: Drained) {
  return async function drain(code = 0): Promise<void> {
    if (drainingSince !== undefined) {
      if (performance.now() - drainingSince > ONE_CTRL_C_MS) exit(1);
      return;
    }
    drainingSince = performance.now();
    log.info('server.draining', { noticeMs });
    if (noticeMs > 0) await sleep(noticeMs);
    const isClean = await within(patienceMs, stop().then(close));
    log.info('server.stopped', { clean: isClean, ms: Math.round(performance.now() - drainingSince) });
    exit(isClean ? code : 1);
  };
}

async function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  const late = Promise.withResolvers<false>();
  const timer = setTimeout(() => late.resolve(false), ms);
  const isDone = await Promise.race([work.then(() => true, failedToClose), late.promise]);
  clearTimeout(timer);
  return isDone;
}

function failedToClose(error: unknown): false {
  log.error('server.close_failed', { err: error });
  return false;
}
