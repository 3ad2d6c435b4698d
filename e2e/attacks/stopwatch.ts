/** Slower than this is a way to keep the server busy with little effort. Milliseconds. */
export const SLOW_MS = 250;

/** What is slow is so each time: the quickest of these many counts. */
const TRIES = 5;

/** What an answer is timed against. Never part of `check`: it looks at seconds of which a machine has none to spare. */
export interface Clock {
  /** What the answer of a form takes on purpose, to tell nothing. Milliseconds. */
  patience(form: string): number;
  /** Asks for something that costs next to nothing: what it takes, the machine takes, and no answer is to blame for it. */
  control(): Promise<unknown>;
}

/** Says which answers take their time. Times nothing without a clock. */
export class Stopwatch {
  /** What is sent again because it was slow, one after the other; nothing else begins meanwhile. */
  #alone: Promise<unknown> = Promise.resolve();

  constructor(readonly clock?: Clock) {}

  /** What this form takes on purpose; 0 where nobody looks. */
  patienceWith(form: string): number {
    return this.clock?.patience(form) ?? 0;
  }

  /** Nothing is being tried alone any more. */
  async quiet(): Promise<void> {
    await this.#alone;
  }

  /** How slow it is, in words; nothing when it is quick, or was so in one of several tries with nothing beside it. Throws what `send` throws. */
  async slownessOf(form: string, send: () => Promise<unknown>): Promise<string | undefined> {
    if (!this.clock) return void (await send());
    await this.#alone;
    const patienceMs = this.clock.patience(form);
    if (ownOf(await timed(send), patienceMs) <= SLOW_MS) return undefined;
    const again = this.#alone.then(() => this.#quickest(send, patienceMs));
    this.#alone = again.catch(() => {}); // it is said below, to whoever has asked
    const own = await again;
    return own > SLOW_MS ? `took ${Math.round(own)} ms` : undefined;
  }

  /** Less what the machine itself takes at that moment, before and after. */
  async #quickest(send: () => Promise<unknown>, patienceMs: number): Promise<number> {
    let quickest = Number.POSITIVE_INFINITY;
    for (let tries = 0; tries < TRIES && quickest > SLOW_MS; tries++) {
      const before = await timed(this.clock?.control);
      const own = ownOf(await timed(send), patienceMs);
      const after = await timed(this.clock?.control);
      quickest = Math.min(quickest, own - Math.max(before, after));
    }
    return quickest;
  }
}

/** What it takes beside what it waits on purpose; one that does not wait this time is measured as any other. */
function ownOf(ms: number, patienceMs: number): number {
  return ms >= patienceMs ? ms - patienceMs : ms;
}

async function timed(work: () => Promise<unknown> = async () => {}): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
