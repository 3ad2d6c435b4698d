import { currentLocale, formatTag, type Locale } from '~/lib/i18n/locale';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** How long to wait, as people say it: "40 seconds", "12 minutes", "5 hours". Never less than it is. */
export function formatWait(seconds: number, locale: Locale = currentLocale()): string {
  if (seconds < MINUTE) return inUnit(seconds, 'second', locale);
  // "2 hours" for 61 minutes would cost somebody an hour.
  if (seconds < 2 * HOUR) return inUnit(Math.ceil(seconds / MINUTE), 'minute', locale);
  return inUnit(Math.ceil(seconds / HOUR), 'hour', locale);
}

function inUnit(count: number, unit: 'second' | 'minute' | 'hour', locale: Locale): string {
  return new Intl.NumberFormat(formatTag(locale), { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}
