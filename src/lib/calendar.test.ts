import { describe, expect, test } from 'vitest';
import { lastDays, lastMonths, lastWeeks, type Span } from './calendar.server';

const HOUR_MS = 3_600_000;
const startsOf = (spans: readonly Span[]) => spans.map(({ start }) => start.toISOString());
const hoursOf = (spans: readonly Span[]) =>
  spans.map(({ start, end }) => (end.getTime() - start.getTime()) / HOUR_MS);

test('months begin where the reader is: the evening of the 31st in UTC is the first of the next in Madrid', () => {
  const now = new Date('2026-01-31T23:30:00Z');
  expect(startsOf(lastMonths(2, now, 'UTC'))).toEqual([
    '2025-12-01T00:00:00.000Z',
    '2026-01-01T00:00:00.000Z',
  ]);
  expect(startsOf(lastMonths(2, now, 'Europe/Madrid'))).toEqual([
    '2025-12-31T23:00:00.000Z',
    '2026-01-31T23:00:00.000Z',
  ]);
});

test('twelve months from the last day of one that is longer than February are twelve months', () => {
  const months = lastMonths(12, new Date('2026-03-31T12:00:00Z'), 'UTC');
  expect(startsOf(months)[0]).toBe('2025-04-01T00:00:00.000Z');
  expect(startsOf(months)[10]).toBe('2026-02-01T00:00:00.000Z');
  expect(months.at(-1)?.end.toISOString()).toBe('2026-04-01T00:00:00.000Z');
});

test('the running month is over when the next one begins, and was not before', () => {
  const lastStart = (now: string) => startsOf(lastMonths(3, new Date(now), 'UTC')).at(-1);
  const moments = [
    '2026-05-31T23:59:59.999Z',
    '2026-06-01T00:00:00Z',
    '2026-05-01T00:00:00Z',
    '2026-04-30T23:59:59Z',
  ];
  expect(moments.map(lastStart)).toEqual([
    '2026-05-01T00:00:00.000Z',
    '2026-06-01T00:00:00.000Z',
    '2026-05-01T00:00:00.000Z',
    '2026-04-01T00:00:00.000Z',
  ]);
});

test('the day on which the clock goes forward has 23 hours, and the one on which it goes back 25', () => {
  expect(hoursOf(lastDays(3, new Date('2026-03-30T12:00:00Z'), 'Europe/Madrid'))).toEqual([24, 23, 24]);
  expect(hoursOf(lastDays(3, new Date('2026-10-26T12:00:00Z'), 'Europe/Madrid'))).toEqual([24, 25, 24]);
  expect(hoursOf(lastMonths(1, new Date('2026-03-30T12:00:00Z'), 'Europe/Madrid'))).toEqual([31 * 24 - 1]);
});

test('where midnight is skipped the day begins at one, and where it comes twice it begins once', () => {
  const skipped = lastDays(1, new Date('2026-09-06T12:00:00Z'), 'America/Santiago');
  expect(startsOf(skipped)).toEqual(['2026-09-06T04:00:00.000Z']);
  const twice = lastDays(2, new Date('2026-04-05T12:00:00Z'), 'America/Santiago');
  expect(hoursOf(twice)).toEqual([25, 24]);
});

describe('whatever the moment and the zone', () => {
  const zones = ['UTC', 'Europe/Madrid', 'America/Santiago', 'Asia/Kathmandu', 'Pacific/Chatham'];
  const moments = [
    '2026-02-28T23:59:59Z',
    '2026-03-29T00:59:59Z',
    '2026-10-25T01:00:00Z',
    '2027-01-01T00:00:00Z',
  ];

  test.each(zones)('in %s the spans follow each other without a gap, and the last one is now', (zone) => {
    for (const now of moments.map((moment) => new Date(moment))) {
      for (const spans of [lastMonths(13, now, zone), lastWeeks(10, now, zone), lastDays(400, now, zone)]) {
        for (const [at, { end }] of spans.slice(0, -1).entries()) expect(spans[at + 1]?.start).toEqual(end);
        const last = spans.at(-1);
        expect(last && last.start <= now && now < last.end).toBe(true);
      }
    }
  });

  test('weeks begin on Monday, on a Sunday as well', () => {
    expect(startsOf(lastWeeks(2, new Date('2026-11-22T12:00:00Z'), 'UTC'))).toEqual([
      '2026-11-09T00:00:00.000Z',
      '2026-11-16T00:00:00.000Z',
    ]);
  });
});
