import { describe, expect, test } from 'vitest';
import { drawBars, type Series } from './bars.server';
import { drawSteps } from './steps.server';
import { count, money } from './unit';
import { HEIGHT } from './vertical.server';

const unit = money('EUR');
const series = (values: bigint[], look: Series['look'] = 'main'): Series => ({
  look,
  values,
  says: (value, at) => `${at}: ${value}`,
});
const bars = (values: bigint[], of = unit) =>
  drawBars({ series: [series(values)], ticks: values.map(String), unit: of });
const number = (percent: string | undefined) => Number(percent?.replace('%', ''));

describe('bars', () => {
  test('stand on zero, as high as their values are to each other, from left to right', () => {
    const drawn = bars([5_000n, 10_000n]);
    const [low, high] = drawn?.bars ?? [];
    expect(high?.height).toBeCloseTo((low?.height ?? 0) * 2, 0);
    for (const bar of drawn?.bars ?? []) expect(bar.y + bar.height).toBeCloseTo(HEIGHT, 0);
    expect(number(low?.x) + number(low?.width)).toBeLessThan(number(high?.x));
    expect(number(high?.x) + number(high?.width)).toBeLessThanOrEqual(100);
  });

  test('a month without anything has no bar, and keeps its place', () => {
    const drawn = bars([4_900n, 0n, 4_900n]);
    expect(drawn?.bars.map(({ says }) => says)).toEqual(['0: 4900', '2: 4900']);
    expect(drawn?.ticks.map(({ label }) => label)).toEqual(['4900', '0', '4900']);
  });

  test('what is below zero hangs from its line', () => {
    const drawn = bars([4_900n, -2_450n]);
    const zero = drawn?.grid.find(({ isZero }) => isZero)?.y ?? Number.NaN;
    const [above, below] = drawn?.bars ?? [];
    expect((above?.y ?? 0) + (above?.height ?? 0)).toBeCloseTo(zero, 0);
    expect(below?.y).toBeCloseTo(zero, 0);
    expect((below?.y ?? 0) + (below?.height ?? 0)).toBeLessThanOrEqual(HEIGHT);
  });

  test('several kinds are piled up, and what is lost is piled down', () => {
    const drawn = drawBars({
      series: [series([1_000n]), series([500n], 'outline'), series([-700n], 'loss')],
      ticks: [''],
      unit,
    });
    const [gained, changed, lost] = drawn?.bars ?? [];
    expect((changed?.y ?? 0) + (changed?.height ?? 0)).toBeCloseTo(gained?.y ?? 0, 0);
    expect(lost?.y).toBeCloseTo((gained?.y ?? 0) + (gained?.height ?? 0), 0);
    expect(drawn?.notes).toEqual([]);
  });

  test('the newest of the highest has its amount above it, in full and inside the drawing', () => {
    const noteOf = (values: bigint[]) => bars(values)?.notes[0];
    expect(noteOf([5_000n, 5_000n, 100n])).toMatchObject({ text: '€50.00', anchor: 'middle' });
    expect(noteOf([100n, 5_000n])).toMatchObject({ anchor: 'end' });
    expect(noteOf([5_000n, 100n])).toMatchObject({ anchor: 'start' });
    expect(noteOf([5_000n, 100n])?.y).toBeGreaterThan(10);
    expect(noteOf([-100n, -200n])).toBeUndefined();
  });

  test('of many labels every other is spared on a phone, the last one never', () => {
    const spared = (length: number) =>
      bars(Array.from({ length }, () => 1n))?.ticks.map(({ isSpare }) => isSpare);
    expect(spared(8)).not.toContain(true);
    expect(spared(12)?.filter(Boolean)).toHaveLength(6);
    expect(spared(12)?.at(-1)).toBe(false);
    expect(spared(13)?.at(-1)).toBe(false);
  });
});

describe('the lines', () => {
  test('are few, round, and written without zeros that say nothing', () => {
    expect(bars([4_900n])?.grid.map(({ label }) => label)).toEqual(['€0', '€20', '€40', '€60']);
    expect(bars([90n])?.grid.map(({ label }) => label)).toEqual(['€0', '€0.50', '€1']);
  });

  test('of what can be counted are whole', () => {
    expect(bars([1n], count)?.grid.map(({ label }) => label)).toEqual(['0', '1']);
    expect(bars([2n, 7n], count)?.grid.map(({ label }) => label)).toEqual(['0', '2', '4', '6', '8']);
  });

  test('an amount that no number holds is written to its last cent all the same', () => {
    expect(bars([900_719_925_474_099_301n])?.notes[0]?.text).toBe('€9,007,199,254,740,993.01');
  });
});

describe('steps', () => {
  const steps = (values: bigint[]) => drawSteps({ values, ticks: values.map(() => ''), unit });

  test('a value lasts until the next one, and the last one to the edge', () => {
    const drawn = steps([0n, 0n, 1_000n, 1_000n]);
    const [start, top] = [HEIGHT, drawn?.curve?.end.y];
    expect(drawn?.curve?.line).toBe(`M0,${start}L50,${start}L50,${top}L100,${top}L100,${top}`);
    expect(drawn?.notes[0]).toMatchObject({ text: '€10.00', x: '100%', anchor: 'end' });
  });

  test('one value alone is a level line', () => {
    expect(steps([1_000n])?.curve?.line).toMatch(/^M0,(\d+)(L100,\1)+$/);
  });
});

test('nothing but zeros is no drawing: the component says so in words', () => {
  expect([bars([]), bars([0n, 0n]), drawSteps({ values: [0n], ticks: [''], unit })]).toEqual([
    null,
    null,
    null,
  ]);
});
