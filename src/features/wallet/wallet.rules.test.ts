import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatMoney } from '~/lib/money';
import { amountText, parseAmount } from './wallet.rules';

describe('an amount as people write it', () => {
  test.each([
    ['25', 2500n],
    ['25.00', 2500n],
    ['25,00', 2500n],
    ['25,5', 2550n],
    ['25.', 2500n],
    ['0.01', 1n],
    ['0,010', 'too_precise'],
    ['007', 700n],
    [' 25 ', 2500n],
    ['1234.56', 123456n],
    ['1,234.56', 123456n],
    ['1.234,56', 123456n],
    ['1 234,56', 123456n],
    ['1\u202f234,56', 123456n],
    ['1,234,567', 123456700n],
    ['1.234.567,8', 123456780n],
    ['€25', 2500n],
    ['25,00 €', 2500n],
    ['EUR 25', 2500n],
    ['25 eur', 2500n],
    ['9007199254740993.01', 900719925474099301n],
    ['1.234', 'ambiguous'],
    ['1,234', 'ambiguous'],
    ['12,345', 'ambiguous'],
    ['1234.567', 'too_precise'],
    ['0.001', 'too_precise'],
    ['1,234.567', 'too_precise'],
    ['', 'missing'],
    ['  ', 'missing'],
    ['€', 'missing'],
    ['0', 'not_positive'],
    ['0,00', 'not_positive'],
    ['-25', 'not_positive'],
    ['−25,00', 'not_positive'],
    ['$25', 'unreadable'],
    ['25 USD', 'unreadable'],
    ['25e3', 'unreadable'],
    ['0x19', 'unreadable'],
    ['Infinity', 'unreadable'],
    ['.50', 'unreadable'],
    ['1,23,456', 'unreadable'],
    ['1.234.56', 'unreadable'],
    ['1,234,56', 'unreadable'],
    ['12 34', 'unreadable'],
    ['2 5', 'unreadable'],
    ['٢٥', 'unreadable'],
    ['9'.repeat(41), 'unreadable'],
    ['twenty', 'unreadable'],
  ] as const)('%j in EUR is %s', (text, read) => {
    expect(parseAmount(text, 'EUR')).toBe(read);
  });

  test.each([
    ['500', 'JPY', 500n],
    ['1,234,567', 'JPY', 1234567n],
    ['1.5', 'JPY', 'too_precise'],
    ['1.234', 'JPY', 'ambiguous'],
    ['1.234', 'KWD', 1234n],
    ['1,5', 'KWD', 1500n],
    ['1.2345', 'KWD', 'too_precise'],
    ['$25', 'USD', 2500n],
  ] as const)('%j in %s is %s: a currency brings its own digits', (text, currency, read) => {
    expect(parseAmount(text, currency)).toBe(read);
  });
});

const amounts = fc.bigInt({ min: 1n, max: 10n ** 15n });
const currencies = fc.constantFrom('EUR', 'USD', 'JPY', 'KWD');

test('every amount is read back from what we write, in both languages and in plain digits', () => {
  fc.assert(
    fc.property(amounts, currencies, (amount, currency) => {
      expect(parseAmount(amountText(amount, currency), currency)).toBe(amount);
      if (currency !== 'EUR') return;
      expect(parseAmount(formatMoney(amount, currency, { locale: 'en' }), currency)).toBe(amount);
      expect(parseAmount(formatMoney(amount, currency, { locale: 'es' }), currency)).toBe(amount);
    }),
  );
});

test('whatever is typed is an amount above zero or has a reason', () => {
  const noise = fc.stringMatching(/^[-−+ .,€$\dA-Za-z\u00a0]{0,50}$/);
  fc.assert(
    fc.property(fc.oneof(noise, fc.string()), currencies, (text, currency) => {
      const read = parseAmount(text, currency);
      expect(typeof read === 'string' || read > 0n).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
