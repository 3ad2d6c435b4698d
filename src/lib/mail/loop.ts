import { log } from '~/lib/log.server';
import { sleepUntilWoken, wakeDelivery } from './wake';

/** A mail is queued a moment before its transaction ends: look soon, then less and less often. */
const SHORTEST_MS = 100;
/** Mail of other processes, and of those that ended, waits for this long at most. */
const LONGEST_MS = 5_000;
/** What is under way when we are asked to stop may end until then. Below the patience of `drainer`. */
const LAST_TURN_MS = 4_000;

/** One turn: sends what is due and returns how many were sent. */
export type Deliver = (stopping: AbortSignal) => Promise<number>;

export interface DeliveryLoop {
  /** Resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

/**
 * Delivers for as long as the process lives: again at once while there is something to send, within moments when woken, every
 * few seconds otherwise. A database or a mail server that is away costs a line in the log and nothing else. Guide 13.
 */
export function startDeliveryLoop(deliver: Deliver, sleep = sleepUntilWoken): DeliveryLoop {
  const givingUp = new AbortController();
  let isStopping = false;
  const turn = quietly(deliver, givingUp.signal);

  async function run(): Promise<void> {
    let pauseMs = SHORTEST_MS;
    while (!isStopping) {
      if ((await turn()) > 0 || isStopping) continue;
      const wasWoken = await sleep(pauseMs);
      pauseMs = wasWoken ? SHORTEST_MS : Math.min(pauseMs * 2, LONGEST_MS);
    }
  }

  const running = run();
  return {
    async stop() {
      isStopping = true;
      wakeDelivery();
      const timer = setTimeout(() => givingUp.abort(), LAST_TURN_MS);
      await running;
      clearTimeout(timer);
    },
  };
}

/** Never rejects. One line when it begins to fail, one when it is over: an outage is long, and a turn comes every few seconds. */
function quietly(deliver: Deliver, givingUp: AbortSignal): () => Promise<number> {
  let isFailing = false;
  return async () => {
    try {
      const sent = await deliver(givingUp);
      if (isFailing) log.info('mail.delivery_resumed');
      isFailing = false;
      return sent;
    } catch (err) {
      if (!isFailing) log.warn('mail.delivery_failing', { err });
      isFailing = true;
      return 0;
    }
  };
}
