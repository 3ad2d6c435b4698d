import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCursor, writeCursor } from './activity-cursor';

test('a cursor leads back to its place, and fits into an address as it is', () => {
  const moments = fc.date({ min: new Date(0), max: new Date('2286-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(moments, fc.uuid(), (occurredAt, id) => {
      const cursor = writeCursor({ occurredAt, id });
      expect(encodeURIComponent(cursor)).toBe(cursor);
      expect(readCursor(cursor)).toEqual({ occurredAt, id });
    }),
  );
});

test('whatever else is written there is no place', () => {
  const uuid = crypto.randomUUID();
  const odd = [
    '',
    'x',
    '%',
    `1.${uuid}x`,
    `-1.${uuid}`,
    `1e9.${uuid}`,
    `99999999999999.${uuid}`,
    `1.${uuid}\n`,
  ];
  for (const text of odd) {
    expect(readCursor(text)).toBeNull();
    expect(readCursor(Buffer.from(text).toString('base64url'))).toBeNull();
  }
  expect(readCursor(null)).toBeNull();
  fc.assert(fc.property(fc.string(), (text) => readCursor(text) === null));
});
