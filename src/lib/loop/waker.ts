/** Wakes one sleeper a process. */
export interface Waker {
  /** There is something to do: whoever sleeps gets up, and who is busy does not lie down first. */
  wake(): void;
  /** Sleeps for so long, or until woken. True when it was woken. */
  sleep(ms: number): Promise<boolean>;
}

/** A sleeper's alarm. Whoever has work for the loop keeps it beside the work. */
export function newWaker(): Waker {
  let isWanted = false;
  let answer: (() => void) | undefined;
  return {
    wake() {
      isWanted = true;
      answer?.();
    },
    async sleep(ms) {
      if (!isWanted) {
        const { promise, resolve } = Promise.withResolvers<void>();
        const timer = setTimeout(resolve, ms);
        answer = resolve;
        await promise;
        clearTimeout(timer);
      }
      const wasWanted = isWanted;
      isWanted = false;
      answer = undefined;
      return wasWanted;
    },
  };
}
