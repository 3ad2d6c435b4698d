import { minorDigits } from '~/lib/money';
import { TRANSFER_MAX_UNITS } from './wallet.limits';

/** The currencies a wallet may be in, the first for whoever has not said. */
export const CURRENCIES = ['EUR', 'USD'] as const;
export type Currency = (typeof CURRENCIES)[number];

export function isCurrency(value: unknown): value is Currency {
  return CURRENCIES.some((currency) => currency === value);
}

/** The wallet that is meant: the one that was asked for, else the first there is. Pure. */
export function chosenCurrency(asked: Currency | undefined, wallets: { currency: string }[]): Currency {
  return asked ?? wallets.map(({ currency }) => currency).find(isCurrency) ?? CURRENCIES[0];
}

/** The most that goes in one transfer, in minor units. */
export function transferMax(currency: string): bigint {
  return TRANSFER_MAX_UNITS * 10n ** BigInt(minorDigits(currency));
}

/** Why a text is no amount: each has a sentence of its own. */
export type AmountProblem = 'missing' | 'unreadable' | 'ambiguous' | 'too_precise' | 'not_positive';

/** Far more digits than any amount has, and few enough to be read in no time. */
const LONGEST = 40;

/**
 * What somebody typed as minor units of the currency: `25`, `25.5`, `25,50`, `1.234,56` and `1,234.56` alike, with or without
 * the currency's own sign. Exact, and never a guess: `1.234` may be a thousand or one and a bit, and is refused as
 * ambiguous. Pure.
 */
export function parseAmount(text: string, currency: string): bigint | AmountProblem {
  const typed = withoutSign(text.trim(), currency);
  if (typed === '') return 'missing';
  if (/^[-−]\s?[\d.,]+$/.test(typed)) return 'not_positive';
  const digits = minorDigits(currency);
  const number = typed.length > LONGEST ? null : readNumber(typed);
  if (!number) return 'unreadable';
  if (number.isAmbiguous && digits < 3) return 'ambiguous';
  if (number.fraction.length > digits) return 'too_precise';
  const amount = BigInt(number.whole + number.fraction.padEnd(digits, '0'));
  return amount > 0n ? amount : 'not_positive';
}

/** Minor units as `parseAmount` reads them in every language: digits, a point, digits. Pure. */
export function amountText(amount: bigint, currency: string): string {
  const digits = minorDigits(currency);
  const text = amount.toString().padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

type ReadNumber = { whole: string; fraction: string; isAmbiguous: boolean };

/** Groups of three behind one separator that is not the decimal one; at most one decimal separator, the last. */
function readNumber(typed: string): ReadNumber | null {
  const plain = /^(\d+)(?:[.,](\d*))?$/.exec(typed);
  if (plain) {
    const [, whole = '', fraction = ''] = plain;
    return { whole, fraction, isAmbiguous: /^[1-9]\d{0,2}$/.test(whole) && fraction.length === 3 };
  }
  const grouped = /^(\d{1,3})([., \u00a0\u202f])(\d{3}(?:\2\d{3})*)(?:([.,])(\d+))?$/.exec(typed);
  if (!grouped) return null;
  const [, head = '', group = '', tail = '', point, fraction = ''] = grouped;
  if (point === group) return null;
  return { whole: head + tail.replaceAll(group, ''), fraction, isAmbiguous: false };
}

/** The currency's code or sign may stand on either side. Another currency's may not: that is another amount. */
function withoutSign(text: string, currency: string): string {
  const format = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
  });
  const sign = format.formatToParts(0).find(({ type }) => type === 'currency')?.value ?? currency;
  for (const mark of [currency, sign]) {
    if (text.toUpperCase().startsWith(mark)) return text.slice(mark.length).trim();
    if (text.toUpperCase().endsWith(mark)) return text.slice(0, -mark.length).trim();
  }
  return text;
}
