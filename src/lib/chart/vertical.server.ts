import { scaleLinear } from 'd3-scale';
import type { Drawing, Gutter } from './drawing';
import type { Unit } from './unit';

/** Pixels: room for a note above the highest mark, and the line that stands for the least. */
const TOP = 22;
export const HEIGHT = 184;

/** So many lines suffice to read a value off. */
const LINES = 3;

/** Where values stand from top to bottom. */
export interface Vertical extends Pick<Drawing, 'grid' | 'gutter'> {
  /** Pixels from the top. */
  y: (value: bigint) => number;
}

/**
 * The scale of the values: it has zero in it, because a bar or an area that begins elsewhere lies, and a few round lines. Here
 * values become numbers, for a pixel needs no more than one holds; what is written stays exact. Null where all are zero. Pure.
 */
export function verticalScale(values: readonly bigint[], unit: Unit): Vertical | null {
  const numbers = values.map((value) => toNumber(value, unit));
  const [low, high] = [Math.min(0, ...numbers), Math.max(0, ...numbers)];
  if (low === high) return null;
  const scale = scaleLinear().domain([low, high]).range([HEIGHT, TOP]).nice(LINES);
  const lines = scale.ticks(LINES).filter((line) => unit.digits > 0 || Number.isInteger(line));
  const grid = lines.map((line) => ({
    y: rounded(scale(line)),
    label: unit.brief(toValue(line, unit)),
    isZero: line === 0,
  }));
  return { y: (value) => rounded(scale(toNumber(value, unit))), grid, gutter: gutterFor(grid) };
}

/** A tenth of a pixel, or of a percent, is finer than anybody sees. */
export function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

function toNumber(value: bigint, { digits }: Unit): number {
  return Number(value) / 10 ** digits;
}

function toValue(line: number, { digits }: Unit): bigint {
  return BigInt(Math.round(line * 10 ** digits));
}

function gutterFor(grid: { label: string }[]): Gutter {
  const longest = Math.max(...grid.map(({ label }) => label.length));
  if (longest <= 4) return 's';
  return longest <= 7 ? 'm' : 'l';
}
