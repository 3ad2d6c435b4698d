import { dateFormat } from '~/lib/i18n/formats';
import { currentLocale, formatTag, type Locale } from '~/lib/i18n/locale';
import { currentTimeZone } from '~/lib/time-zone';

export type DateFormat = 'day' | 'short_day' | 'short' | 'month' | 'short_month' | 'time' | 'moment';

type DateOptions = { format?: DateFormat; zone?: string; locale?: Locale };

const PARTS: Record<DateFormat, Intl.DateTimeFormatOptions> = {
  day: { day: 'numeric', month: 'long', year: 'numeric' },
  short_day: { day: 'numeric', month: 'short', year: 'numeric' },
  short: { day: 'numeric', month: 'short' },
  month: { month: 'long', year: 'numeric' },
  short_month: { month: 'short' },
  time: { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' },
  moment: {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  },
};

/**
 * A moment as a reader of the language writes it: `day` (4 March 2026), `short_day` (4 Mar 2026), `short` (4 Mar), `month`
 * (March 2026), `short_month` (Mar), `time` or `moment`, which name their zone. The zone is the one that the reader's account names, else UTC, unless
 * another is given.
 */
export function formatDate(value: Date, { format = 'day', zone, locale }: DateOptions = {}): string {
  const tag = formatTag(locale ?? currentLocale());
  return dateFormat(tag, { ...PARTS[format], timeZone: zone ?? currentTimeZone() }).format(value);
}

/** From one day to another, with nothing said twice: `1 January – 1 February 2026`. */
export function formatPeriod(
  start: Date,
  end: Date,
  { zone, locale }: Omit<DateOptions, 'format'> = {},
): string {
  const tag = formatTag(locale ?? currentLocale());
  return dateFormat(tag, { ...PARTS.day, timeZone: zone ?? currentTimeZone() }).formatRange(start, end);
}
