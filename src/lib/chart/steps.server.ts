import { area, curveStepAfter, line } from 'd3-shape';
import type { Drawing, Tick } from './drawing';
import type { Unit } from './unit';
import { HEIGHT, rounded, verticalScale } from './vertical.server';

interface Steps {
  /** How much it was at the end of each place. */
  values: readonly bigint[];
  /** What stands below each place; nothing where the text is empty. */
  ticks: readonly string[];
  unit: Unit;
}

/** Percent: an amount that ends at the edge begins about here, on a phone. */
const NEAR_END = 75;

type Point = [x: number, y: number];

/**
 * A line of steps with the area below it: an amount stays what it is until something moves. The last value is written at its
 * end. Null where every value is zero. Pure.
 */
export function drawSteps({ values, ticks, unit }: Steps): Drawing | null {
  const vertical = verticalScale(values, unit);
  const last = values.at(-1);
  if (!vertical || last === undefined) return null;
  const { y, grid, gutter } = vertical;
  const points = corners(values, y);
  const path = { line: line<Point>(), area: area<Point>().y0(y(0n)) };
  return {
    height: HEIGHT,
    grid,
    gutter,
    ticks: ticks.flatMap((label, at) => (label ? [tickAt(at, ticks.length, label)] : [])),
    bars: [],
    curve: {
      line: path.line.curve(curveStepAfter)(points) ?? '',
      area: path.area.curve(curveStepAfter)(points) ?? '',
      end: { x: '100%', y: y(last) },
    },
    notes: [{ x: '100%', y: highestNearEnd(points) - 10, text: unit.full(last), anchor: 'end' }],
  };
}

/** Where the line turns: what does not change from one place to the next is one step. */
function corners(values: readonly bigint[], y: (value: bigint) => number): Point[] {
  const turns = values.flatMap((value, at): Point[] =>
    at === 0 || value !== values[at - 1] ? [[rounded((at / values.length) * 100), y(value)]] : [],
  );
  const [, end] = turns.at(-1) ?? [0, y(0n)];
  return [...turns, [100, end]];
}

/** What is written at the end stands above the line, also where that was higher a moment ago. */
function highestNearEnd(points: readonly Point[]): number {
  const before = points.findLastIndex(([x]) => x <= NEAR_END);
  return Math.min(...points.slice(Math.max(0, before)).map(([, y]) => y));
}

function tickAt(at: number, length: number, label: string): Tick {
  const x: Tick['x'] = `${rounded(((at + 0.5) / length) * 100)}%`;
  if (at === 0) return { x: '0%', label, anchor: 'start', isSpare: false };
  if (at === length - 1) return { x: '100%', label, anchor: 'end', isSpare: false };
  return { x, label, anchor: 'middle', isSpare: false };
}
