let isWanted = false;
let answer: (() => void) | undefined;

/** There is something to do: whoever sleeps in `sleepUntilWoken` gets up, and who is busy does not lie down first. */
export function wakeDelivery(): void {
  isWanted = true;
  answer?.();
}

/** Sleeps for so long, or until woken. True when it was woken. One sleeper a process. */
export async function sleepUntilWoken(ms: number): Promise<boolean> {
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
}
