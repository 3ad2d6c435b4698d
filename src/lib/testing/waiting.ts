import { setTimeout as sleep } from 'node:timers/promises';
import { owner } from './owner';

/** Resolves once a statement like this one (of `ilike`) is held up by somebody else's lock. Throws when none is within ten seconds. */
export async function untilWaiting(statement: string): Promise<void> {
  for (const deadline = Date.now() + 10_000; Date.now() < deadline; await sleep(25)) {
    const waiting = await owner`
      select from pg_stat_activity where wait_event_type = 'Lock' and query ilike ${statement}`;
    if (waiting.length > 0) return;
  }
  throw new Error(`Nobody waits in a statement like ${statement}.`);
}
