import { expect, test } from 'vitest';
import { formatDate } from './time';

const evening = new Date('2026-03-04T22:30:00Z');

test('a day is written out, the day before the month', () => {
  expect(formatDate(evening, { locale: 'en' })).toBe('4 March 2026');
  expect(formatDate(evening, { locale: 'es' })).toBe('4 de marzo de 2026');
});

test('a short one shortens the month, and the shortest leaves out the year', () => {
  expect(formatDate(evening, { locale: 'en', format: 'short_day' })).toBe('4 Mar 2026');
  expect(formatDate(evening, { locale: 'es', format: 'short_day' })).toBe('4 mar 2026');
  expect(formatDate(evening, { locale: 'en', format: 'short' })).toBe('4 Mar');
  expect(formatDate(evening, { locale: 'es', format: 'short' })).toBe('4 mar');
});

test('a moment names its zone', () => {
  expect(formatDate(evening, { locale: 'en', format: 'moment' })).toBe('4 Mar 2026, 22:30 UTC');
  expect(formatDate(evening, { locale: 'es', format: 'moment' })).toBe('4 mar 2026, 22:30 UTC');
});

test('in the reader’s zone the day can be another one', () => {
  expect(formatDate(evening, { locale: 'en', zone: 'Europe/Madrid' })).toBe('4 March 2026');
  expect(formatDate(evening, { locale: 'en', zone: 'Asia/Tokyo' })).toBe('5 March 2026');
});
