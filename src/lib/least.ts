/** The smaller of two: `Math.min` takes no bigint. Pure. */
export function least(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}

/** The larger of two. Pure. */
export function most(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}
