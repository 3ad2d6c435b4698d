import { describe, expect, test } from 'vitest';
import { formatMoney, formatNumber, minorDigits } from './money';

/** Intl parts words with spaces that do not break; a plain one reads better here. */
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');

describe('an amount', () => {
  test.each([
    [2500n, 'EUR', 'en', '€25.00'],
    [2500n, 'EUR', 'es', '25,00 €'],
    [120450n, 'EUR', 'en', '€1,204.50'],
    [1234567n, 'EUR', 'es', '12.345,67 €'],
    [5n, 'EUR', 'en', '€0.05'],
    [0n, 'EUR', 'es', '0,00 €'],
    [500n, 'JPY', 'en', 'JP¥500'],
    [1500n, 'KWD', 'en', 'KWD 1.500'],
  ] as const)('%s minor units of %s in %s is %s', (amount, currency, locale, written) => {
    expect(plain(formatMoney(amount, currency, { locale }))).toBe(written);
  });

  test('a negative one has a real minus sign', () => {
    expect(formatMoney(-91111n, 'EUR', { locale: 'en' })).toBe('−€911.11');
    expect(plain(formatMoney(-5n, 'EUR', { locale: 'es' }))).toBe('−0,05 €');
  });

  test('a credit may carry its plus, zero never does', () => {
    expect(formatMoney(100n, 'EUR', { locale: 'en', signed: true })).toBe('+€1.00');
    expect(formatMoney(0n, 'EUR', { locale: 'en', signed: true })).toBe('€0.00');
  });

  test('one beyond what a number can hold keeps its last cent', () => {
    expect(formatMoney(900719925474099301n, 'EUR', { locale: 'en' })).toBe('€9,007,199,254,740,993.01');
  });
});

test('a currency brings its own number of digits', () => {
  expect(['EUR', 'JPY', 'KWD'].map(minorDigits)).toEqual([2, 0, 3]);
});

test('a number follows the language', () => {
  expect(formatNumber(12345.6, { locale: 'en' })).toBe('12,345.6');
  expect(formatNumber(-12345.6, { locale: 'es' })).toBe('−12.345,6');
});
