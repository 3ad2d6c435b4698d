import { log } from '~/lib/log.server';
import type { Waker } from './waker';

/** Work is left a moment before its transaction ends: look soon, then less and less often. */
const SHORTEST_MS = 100;
/** Work of other processes, and of those that ended, waits for this long at most. */
const LONGEST_MS = 5_000;
/** What is under way when we are asked to stop may end until then. Below the patience of `drainer`. */
const LAST_TURN_MS = 4_000;

/** One turn: does what is due and returns how much that was. */
export type Turn = (stopping: AbortSignal) => Promise<number>;

export interface Loop {
  /** Resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

/**
 * Works for as long as the process lives: again at once while there is something to do, within moments when woken, every few
 * seconds otherwise. What it works on or with may be away: that costs a line in the log, under `name`, and nothing else.
 */
export function startLoop(name: string, turn: Turn, waker: Waker): Loop {
  const givingUp = new AbortController();
  let isStopping = false;
  const quiet = quietly(name, turn, givingUp.signal);

  async function run(): Promise<void> {
    let pauseMs = SHORTEST_MS;
    while (!isStopping) {
      if ((await quiet()) > 0 || isStopping) continue;
      const wasWoken = await waker.sleep(pauseMs);
      pauseMs = wasWoken ? SHORTEST_MS : Math.min(pauseMs * 2, LONGEST_MS);
    }
  }

  const running = run();
  return {
    async stop() {
      isStopping = true;
      waker.wake();
      const timer = setTimeout(() => givingUp.abort(), LAST_TURN_MS);
      await running;
      clearTimeout(timer);
    },
  };
}

/** Never rejects. One line when it begins to fail, one when it is over: an outage is long, and a turn comes every few seconds. */
function quietly(name: string, turn: Turn, givingUp: AbortSignal): () => Promise<number> {
  let isFailing = false;
  return async () => {
    try {
      const done = await turn(givingUp);
      if (isFailing) log.info(`${name}_resumed`);
      isFailing = false;
      return done;
    } catch (err) {
      if (!isFailing) log.warn(`${name}_failing`, { err });
      isFailing = true;
      return 0;
    }
  };
}
