import type { Locale } from '~/lib/i18n/locale';
import * as m from '~/lib/i18n/paraglide/messages';
import { formatMoney, formatNumber } from '~/lib/money';
import { formatDate, formatPeriod } from '~/lib/time';
import type { Price } from './billing.schema';
import type { InvoiceLine } from './invoices.schema';

/** Periods, due dates and the year in a number are the server's: a document has one date, whoever reads it where. */
export const BILLING_ZONE = 'UTC';

type In = { locale?: Locale };

/** `€49.00 a month` */
export function priceWords(
  { amount, currency, interval }: Pick<Price, 'amount' | 'currency' | 'interval'>,
  { locale }: In = {},
): string {
  const words = { month: m.billing_per_month, year: m.billing_per_year }[interval];
  return words({ amount: formatMoney(amount, currency, { locale }) }, { locale });
}

/** `22 November 2026`, the same for every reader of the language. */
export function billingDay(date: Date, { locale }: In = {}): string {
  return formatDate(date, { zone: BILLING_ZONE, locale });
}

/** `1 January – 1 February 2026` */
export function periodWords(
  { periodStart, periodEnd }: Pick<InvoiceLine, 'periodStart' | 'periodEnd'>,
  { locale }: In = {},
): string {
  return formatPeriod(periodStart, periodEnd, { zone: BILLING_ZONE, locale });
}

/** What a line charges for, or gives back. */
export function lineWords(
  { kind, planName }: Pick<InvoiceLine, 'kind' | 'planName'>,
  { locale }: In = {},
): string {
  return kind === 'unused' ? m.billing_line_unused({ plan: planName }, { locale }) : planName;
}

/** `25.5%` of 2550 hundredths of a percent. */
export function rateWords(basisPoints: number, { locale }: In = {}): string {
  return formatNumber(basisPoints / 10_000, { style: 'percent', maximumFractionDigits: 2, locale });
}
