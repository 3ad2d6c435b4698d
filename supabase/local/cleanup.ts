export interface Cleanup {
  /** Remembers how to undo what was just done. */
  add(step: () => unknown): void;
  /** Undoes everything, the last thing first. Called again, it waits for the same run. */
  run(): Promise<void>;
}

export function createCleanup(): Cleanup {
  const steps: (() => unknown)[] = [];
  let running: Promise<void> | null = null;
  const undoAll = async () => {
    for (let step = steps.pop(); step; step = steps.pop()) await step();
  };
  return {
    add: (step) => steps.push(step),
    run() {
      running ??= undoAll();
      return running;
    },
  };
}
