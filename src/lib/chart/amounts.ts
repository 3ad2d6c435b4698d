/** All of them together. Pure. */
export function sumOf(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}

/** Where the highest is, the newest of several; 0 where there is none at all. Pure. */
export function placeOfMost(amounts: readonly bigint[]): number {
  return amounts.reduce((best, amount, at) => (amount >= (amounts[best] ?? amount) ? at : best), 0);
}

/** The lowest and the highest; nothing at all is zero. Pure. */
export function rangeOf(amounts: readonly bigint[]): { least: bigint; most: bigint } {
  const sorted = amounts.toSorted((one, other) => (one < other ? -1 : 1));
  return { least: sorted[0] ?? 0n, most: sorted.at(-1) ?? 0n };
}
