export interface Undo {
  /** Remembers how to take back what has just been started. */
  add(step: () => unknown): void;
  /** Takes everything back, the newest first. A second call finds nothing left to do. */
  run(): Promise<void>;
}

/** What a script has started, to be stopped in the opposite order. */
export function createUndo(): Undo {
  const steps: (() => unknown)[] = [];
  return {
    add: (step) => steps.push(step),
    async run() {
      for (let step = steps.pop(); step; step = steps.pop()) await step();
    },
  };
}
