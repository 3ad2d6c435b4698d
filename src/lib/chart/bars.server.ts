import { type ScaleBand, scaleBand } from 'd3-scale';
import { stack, stackOffsetDiverging } from 'd3-shape';
import { placeOfMost } from './amounts';
import type { Bar, Drawing, Look, Note, Tick } from './drawing';
import type { Unit } from './unit';
import { HEIGHT, rounded, type Vertical, verticalScale } from './vertical.server';

/** One kind of value, with one for each place on the x axis. */
export interface Series {
  look: Look;
  values: readonly bigint[];
  /** What its value at a place stands for. */
  says: (value: bigint, at: number) => string;
}

interface Bars {
  series: readonly Series[];
  /** What stands below each place; nothing where the text is empty. */
  ticks: readonly string[];
  unit: Unit;
}

/** With more places than this every other label is left out on a phone. */
const ALL_FIT = 8;

/** Percent: one bar alone is still a bar, and no wall. */
const WIDEST = 14;

/** With more places than this a label is wider than its bar. */
const WIDE_ENOUGH = 16;

type Places = ScaleBand<number>;

/**
 * Bars, one place after the other: what is above zero stands on it, piled up in the order of the series, and what is below
 * hangs from it. A single series has its highest value written at it. Null where every value is zero. Pure.
 */
export function drawBars({ series, ticks, unit }: Bars): Drawing | null {
  const vertical = verticalScale(extremes(series, ticks.length), unit);
  if (!vertical) return null;
  const places = scaleBand<number>()
    .domain(ticks.keys())
    .range([0, 100])
    .paddingInner(0.3)
    .paddingOuter(0.15);
  const { grid, gutter } = vertical;
  const [only, ...others] = series;
  return {
    height: HEIGHT,
    grid,
    gutter,
    ticks: ticks.flatMap((label, at) => (label ? [tickAt(places, { label, at, length: ticks.length })] : [])),
    bars: piled(series, ticks.length).map((piece) => barOf(piece, places, vertical)),
    curve: null,
    notes: only && others.length === 0 ? highest(only.values, places, { vertical, unit }) : [],
  };
}

/** How high and how low the piles get. */
function extremes(series: readonly Series[], length: number): bigint[] {
  return Array.from({ length }, (_, at) => series.map(({ values }) => values[at] ?? 0n)).flatMap((values) => [
    values.reduce((sum, value) => (value > 0n ? sum + value : sum), 0n),
    values.reduce((sum, value) => (value < 0n ? sum + value : sum), 0n),
  ]);
}

interface Piece {
  at: number;
  series: Series;
  value: bigint;
  from: bigint;
  to: bigint;
}

/** The pieces of all piles. A value of zero has none. */
function piled(series: readonly Series[], length: number): Piece[] {
  const layers = stack<unknown, number, number>()
    .keys(series.keys())
    .value((at, index) => Number(series[index]?.values[at] ?? 0n))
    .offset(stackOffsetDiverging)(Array.from({ length }, (_, at) => at));
  return layers.flatMap((layer) =>
    layer.flatMap(([from, to], at) => {
      const of = series[layer.key];
      const value = of?.values[at] ?? 0n;
      return of && value !== 0n ? [{ at, series: of, value, from: BigInt(from), to: BigInt(to) }] : [];
    }),
  );
}

function barOf({ at, series, value, from, to }: Piece, places: Places, { y }: Vertical): Bar {
  const [top, bottom] = [y(to), y(from)];
  const width = Math.min(places.bandwidth(), WIDEST);
  return {
    x: `${rounded(middle(at, places) - width / 2)}%`,
    width: `${rounded(width)}%`,
    y: top,
    // However little it is, it can be seen.
    height: Math.max(1, rounded(bottom - top)),
    look: series.look,
    says: series.says(value, at),
  };
}

interface Labelled {
  label: string;
  at: number;
  length: number;
}

/** Of narrow bars the labels at the ends would reach beyond the drawing. */
function tickAt(places: Places, { label, at, length }: Labelled): Tick {
  const isNarrow = length > WIDE_ENOUGH;
  const spared = isSpare(at, length);
  if (isNarrow && at === 0) return { x: '0%', label, anchor: 'start', isSpare: spared };
  if (isNarrow && at === length - 1) return { x: '100%', label, anchor: 'end', isSpare: spared };
  return { x: middleOf(at, places), label, anchor: 'middle', isSpare: spared };
}

/** Counted from the last, which is the one that is looked for. */
function isSpare(at: number, length: number): boolean {
  return length > ALL_FIT && (length - 1 - at) % 2 === 1;
}

/** The newest of the highest values, written above its bar. */
function highest(
  values: readonly bigint[],
  places: Places,
  { vertical, unit }: { vertical: Vertical; unit: Unit },
): Note[] {
  const at = placeOfMost(values);
  const most = values[at] ?? 0n;
  if (most <= 0n) return [];
  const text = unit.full(most);
  const y = vertical.y(most) - 6;
  const [x, anchor] = noteAt(at, values.length);
  return [{ x: x ?? middleOf(at, places), y, text, anchor }];
}

/** At the ends it would reach beyond the drawing. */
function noteAt(at: number, length: number): [Note['x'] | null, Note['anchor']] {
  if (length === 1) return [null, 'middle'];
  if (at === 0) return ['0%', 'start'];
  return at === length - 1 ? ['100%', 'end'] : [null, 'middle'];
}

function middleOf(at: number, places: Places): `${number}%` {
  return `${rounded(middle(at, places))}%`;
}

function middle(at: number, places: Places): number {
  return (places(at) ?? 0) + places.bandwidth() / 2;
}
