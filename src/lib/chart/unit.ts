import { formatMoney, formatNumber, minorDigits } from '~/lib/money';

/** What the values of a chart are: whole numbers of something. */
export interface Unit {
  /** So many digits of a value stand behind its point: 2 for EUR. */
  digits: number;
  /** In full, as in a table. */
  full: (value: bigint) => string;
  /** As short as it can be, for an axis: no zeros that say nothing. */
  brief: (value: bigint) => string;
}

/** Minor units of a currency. */
export function money(currency: string): Unit {
  return {
    digits: minorDigits(currency),
    full: (value) => formatMoney(value, currency),
    brief: (value) => formatMoney(value, currency, { brief: true }),
  };
}

/** So many of something that can be counted. */
export const count: Unit = { digits: 0, full: formatNumber, brief: formatNumber };
