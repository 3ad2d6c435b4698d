/** What a chart is made of, worked out on the server. All of it is text and numbers: the browser draws and computes nothing. */
export interface Drawing {
  /** Pixels from the top to the line on which the labels of the x axis stand. */
  height: number;
  /** How much room the labels of the y axis take: `s`, `m` or `l`. */
  gutter: Gutter;
  /** Horizontal lines, each with what it stands for. */
  grid: { y: number; label: string; isZero: boolean }[];
  ticks: Tick[];
  bars: Bar[];
  curve: Curve | null;
  /** What stands at a mark itself. */
  notes: Note[];
}

export type Gutter = 's' | 'm' | 'l';

/** Where things stand from left to right is said in percent, so that one drawing fits every screen and its letters stay as large as they are. */
type Percent = `${number}%`;

type Anchor = 'start' | 'middle' | 'end';

export interface Tick {
  x: Percent;
  label: string;
  anchor: Anchor;
  /** Left out where there is little room. */
  isSpare: boolean;
}

/** How a mark looks; each is told by its place or its outline as well as by its colour. */
export type Look = 'main' | 'outline' | 'loss';

export interface Bar {
  x: Percent;
  width: Percent;
  y: number;
  height: number;
  look: Look;
  /** What it stands for, for whoever points at it. */
  says: string;
}

/** Paths in a square of 100 by `height`, which is stretched to the width there is. */
export interface Curve {
  line: string;
  area: string;
  end: { x: Percent; y: number };
}

export interface Note {
  x: Percent;
  y: number;
  text: string;
  anchor: Anchor;
}

/** The same in numbers, for whoever reads them rather than looks. */
export interface ChartTable {
  columns: string[];
  rows: { name: string; values: string[] }[];
}

/** A chart with everything that is said about it, in words of the reader's language. */
export interface ShownChart {
  title: string;
  lead: string;
  /** The one number to remember, where there is one. */
  figure: { value: string; note: string } | null;
  /** What there is to see, in a sentence or two. */
  says: string;
  /** Null where there is nothing to draw: then `empty` says why. */
  drawing: Drawing | null;
  empty: string;
  table: ChartTable;
  /** What the looks stand for, where there is more than one. */
  key: { look: Look; label: string }[];
}
