import { expect, test } from 'vitest';
import { z } from 'zod';
import { MinorUnits, Moment, PageQuery } from './shapes';

test.each(['0', '4900', '-1', '999999999999999999'])(
  '%s minor units come in and go out as they are',
  (text) => {
    expect(MinorUnits.parse(text)).toBe(BigInt(text));
    expect(z.encode(MinorUnits, BigInt(text))).toBe(text);
  },
);

test.each([4900, '49.00', '4 900', '', '1e3', '0x1', '9999999999999999999', null, undefined])(
  'no amount is guessed from %j',
  (given) => {
    expect(MinorUnits.safeParse(given).success).toBe(false);
  },
);

test('a moment is UTC on the wire', () => {
  expect(z.encode(Moment, new Date(0))).toBe('1970-01-01T00:00:00.000Z');
  expect(Moment.safeParse('1970-01-01').success).toBe(false);
});

test('a cursor that no answer gave is refused, not read as the beginning', () => {
  expect(PageQuery.safeParse({ older: 'x' }).success).toBe(false);
  expect(PageQuery.safeParse({ page: '2' }).success).toBe(false);
  expect(PageQuery.parse({})).toEqual({});
});
