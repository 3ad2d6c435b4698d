const WIDTH = 36;

let isHushed = false;

/** Runs one step and prints one line for it: its name and its time. Throws what the step throws. */
export async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  try {
    const result = await work();
    print('✓', name, began);
    return result;
  } catch (error) {
    print('✗', name, began);
    throw error;
  }
}

/** From here on no step says how it went: it was cut short on purpose. */
export function hush(): void {
  isHushed = true;
}

/** The seconds since `began` (a `performance.now()`), to a tenth. */
export function since(began: number): string {
  return `${((performance.now() - began) / 1000).toFixed(1)} s`;
}

function print(mark: string, words: string, began: number) {
  if (!isHushed) console.log(`  ${mark} ${words.padEnd(WIDTH)} ${since(began)}`);
}
