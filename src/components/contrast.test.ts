import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

/** WCAG 2.2: 4.5 for text, 3 for what bounds a control or carries meaning without letters. */
const TEXT = 4.5;
const SHAPE = 3;

/** Every pair of foreground and background that a component draws. A new pair is added here before it is drawn. */
const PAIRS: [foreground: string, backgrounds: string[], needed: number][] = [
  ['ink', ['canvas', 'surface', 'sunken', 'action-soft', 'good-soft', 'warn-soft', 'bad-soft'], TEXT],
  ['ink-soft', ['canvas', 'surface', 'sunken'], TEXT],
  ['ink-faint', ['canvas', 'surface', 'sunken'], TEXT],
  ['action', ['canvas', 'surface', 'sunken', 'action-soft'], TEXT],
  ['action-ink', ['action', 'action-strong', 'ink-faint'], TEXT],
  ['good', ['canvas', 'surface', 'good-soft'], TEXT],
  ['warn', ['canvas', 'surface', 'warn-soft'], TEXT],
  ['bad', ['canvas', 'surface', 'bad-soft'], TEXT],
  ['bad-ink', ['bad', 'bad-strong', 'ink-faint'], TEXT],
  ['tile-ink', ['tile'], TEXT],
  ['edge', ['canvas', 'surface', 'sunken'], SHAPE],
  ['accent', ['canvas', 'surface'], SHAPE],
];

const css = readFileSync(new URL('../global.css', import.meta.url), 'utf8');

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  const colours = readColours(theme);
  const cases = PAIRS.flatMap(([ink, grounds, needed]) => grounds.map((ground) => ({ ink, ground, needed })));

  test.each(cases)('$ink on $ground reaches $needed:1', ({ ink, ground, needed }) => {
    expect(contrast(colour(colours, ink), colour(colours, ground))).toBeGreaterThanOrEqual(needed);
  });
});

test('no colour is left out but the hairline, which only decorates', () => {
  const tokens = new Set(readColours('light').keys());
  for (const name of PAIRS.flatMap(([ink, grounds]) => [ink, ...grounds])) tokens.delete(name);
  expect([...tokens]).toEqual(['line']);
});

test('black on white is 21:1, so the ruler is straight', () => {
  expect(contrast([0, 0, 0], [1, 0, 0])).toBeCloseTo(21, 1);
});

type Oklch = [lightness: number, chroma: number, hue: number];

function readColours(theme: 'light' | 'dark'): Map<string, Oklch> {
  const oklch = String.raw`oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)`;
  const token = new RegExp(String.raw`--color-([a-z-]+):\s*light-dark\(${oklch},\s*${oklch}\)`, 'g');
  const from = theme === 'light' ? 2 : 5;
  return new Map(
    [...css.matchAll(token)].map((hit) => [hit[1] ?? '', hit.slice(from, from + 3).map(Number) as Oklch]),
  );
}

function colour(colours: Map<string, Oklch>, name: string): Oklch {
  const found = colours.get(name);
  if (!found) throw new Error(`global.css has no --color-${name}`);
  return found;
}

function contrast(a: Oklch, b: Oklch): number {
  const [lighter = 0, darker = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (lighter + 0.05) / (darker + 0.05);
}

/** Relative luminance of the colour as a screen shows it: OKLCH to linear sRGB, clipped to its gamut. */
function luminance([lightness, chroma, hue]: Oklch): number {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (channel: number) => Math.min(1, Math.max(0, channel));
  const red = clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
  const green = clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
  const blue = clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
