import { AsyncLocalStorage } from 'node:async_hooks';
import { afterEach, expect, test } from 'vitest';
import { formatDate } from './time';
import { currentTimeZone, toTimeZone } from './time-zone';

const shared = globalThis as { qcAsyncRequestStore?: AsyncLocalStorage<unknown> };
const requests = new AsyncLocalStorage();
const during = <T>(timeZone: string | null, run: () => T): T => {
  shared.qcAsyncRequestStore = requests;
  return requests.run({ cookie: { get: () => timeZone && { value: timeZone } } }, run);
};

afterEach(() => {
  delete shared.qcAsyncRequestStore;
});

test.each([
  ['Europe/Madrid', 'Europe/Madrid'],
  ['europe/madrid', 'Europe/Madrid'],
  ['America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
  // What Chromium still calls Asia/Kolkata.
  ['Asia/Calcutta', 'Asia/Calcutta'],
  ['UTC', 'UTC'],
])('%s is a time zone', (name, zone) => {
  expect(toTimeZone(name)).toBe(zone);
});

test.each([
  '',
  'Madrid',
  'Europe/Nowhere',
  '+01:00',
  '-3',
  'UTC+1',
  ' Europe/Madrid',
  '"><script>',
  null,
  1,
  [],
])('%j is none', (value) => {
  expect(toTimeZone(value)).toBeUndefined();
});

test('the cookie of the running request decides, and what is no zone there is UTC', () => {
  expect(during('Asia/Tokyo', currentTimeZone)).toBe('Asia/Tokyo');
  expect(during('Europe/Nowhere', currentTimeZone)).toBe('UTC');
  expect(during(null, currentTimeZone)).toBe('UTC');
  expect(currentTimeZone()).toBe('UTC');
});

test('dates are written in it, and a moment names it', () => {
  const evening = new Date('2026-03-04T22:30:00Z');
  const moment = () => formatDate(evening, { locale: 'en', format: 'moment' });
  expect(during('Asia/Tokyo', () => formatDate(evening, { locale: 'en' }))).toBe('5 March 2026');
  expect(during('Europe/Madrid', moment)).toBe('4 Mar 2026, 23:30 CET');
  expect(during('Asia/Tokyo', moment)).toBe('5 Mar 2026, 07:30 GMT+9');
});
