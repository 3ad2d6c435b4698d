import { numberFormat } from '~/lib/i18n/formats';
import { currentLocale, formatTag, type Locale } from '~/lib/i18n/locale';

type MoneyOptions = {
  signed?: boolean;
  /** `€50` where there are no cents: for an axis, where amounts stand beside nothing that they have to line up with. */
  brief?: boolean;
  locale?: Locale;
};

/**
 * Minor units and their ISO 4217 currency as a reader of the language writes them: `€25.00`, `25,00 €`.
 * Exact for every bigint; a negative amount has a real minus sign.
 */
export function formatMoney(
  amount: bigint,
  currency: string,
  { signed, brief, locale }: MoneyOptions = {},
): string {
  const format = numberFormat(formatTag(locale ?? currentLocale()), {
    style: 'currency',
    currency,
    signDisplay: signed ? 'exceptZero' : 'auto',
    trailingZeroDisplay: brief ? 'stripIfInteger' : 'auto',
  });
  const exact = decimal(amount, minorDigits(currency));
  return amount < 0n ? withRealMinus(format.formatToParts(exact)) : format.format(exact);
}

/** A plain number in the reader's manner, with a real minus sign. */
export function formatNumber(
  value: number | bigint,
  options: Intl.NumberFormatOptions & { locale?: Locale } = {},
): string {
  const { locale, ...rest } = options;
  return withRealMinus(numberFormat(formatTag(locale ?? currentLocale()), rest).formatToParts(value));
}

/** How many digits the minor unit takes: 2 for EUR, 0 for JPY, 3 for KWD. */
export function minorDigits(currency: string): number {
  const known = digits.get(currency);
  if (known !== undefined) return known;
  const format = numberFormat('en', { style: 'currency', currency });
  const found = format.resolvedOptions().maximumFractionDigits ?? 2;
  digits.set(currency, found);
  return found;
}

const digits = new Map<string, number>();

/** A decimal string: Intl formats it exactly, where a number would round beyond 2^53. */
function decimal(amount: bigint, digits: number): Intl.StringNumericLiteral {
  const absolute = (amount < 0n ? -amount : amount).toString().padStart(digits + 1, '0');
  const point = absolute.length - digits;
  const text = digits ? `${absolute.slice(0, point)}.${absolute.slice(point)}` : absolute;
  // Digits with one point are a numeric literal; the type can not see it.
  return `${amount < 0n ? '-' : ''}${text}` as Intl.StringNumericLiteral;
}

function withRealMinus(parts: Intl.NumberFormatPart[]): string {
  return parts.map((part) => (part.type === 'minusSign' ? '−' : part.value)).join('');
}
