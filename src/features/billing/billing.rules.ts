import type { Price, Subscription } from './billing.schema';
import type { Invoice } from './invoices.schema';

/** From `start`, up to and without `end`. */
export interface Period {
  start: Date;
  end: Date;
}

type Interval = Price['interval'];

/** What may be said of an invoice that somebody has in hand. */
export const INVOICE_STATES = ['pending', 'overdue', 'paid', 'void'] as const;

const DAY_MS = 24 * 60 * 60 * 1000;

/** Whoever is asked for money has so long. Guide 7. */
const DUE_DAYS = 30;

/** After each attempt to collect that failed, from the due date on: three weeks in all, and then it ends. */
const RETRY_AFTER_DAYS = [3, 4, 7, 7];

/** The moment so many days later. A day is 24 hours: everything here is UTC. Pure. */
export function addDays(from: Date, days: number): Date {
  return new Date(from.getTime() + days * DAY_MS);
}

/** When something that is asked for now is to be paid: in 30 days. Pure. */
export function dueDate(now: Date): Date {
  return addDays(now, DUE_DAYS);
}

/**
 * The period of that index since the anchor, in UTC. Counted from the anchor and not from the period before, so that the
 * 31st of January is followed by the 28th of February and that by the 31st of March. Pure.
 */
export function periodAt(anchor: Date, interval: Interval, index: number): Period {
  const months = interval === 'year' ? 12 : 1;
  return { start: addMonths(anchor, index * months), end: addMonths(anchor, (index + 1) * months) };
}

/** The period after the running one: after a trial the first that is paid for begins where it ended. Pure. */
export function nextPeriod(
  subscription: Pick<Subscription, 'status' | 'anchor' | 'periodIndex' | 'periodEnd'>,
  interval: Interval,
): Period & Pick<Subscription, 'anchor' | 'periodIndex'> {
  const isFirst = subscription.status === 'trialing';
  const anchor = isFirst ? subscription.periodEnd : subscription.anchor;
  const periodIndex = isFirst ? 0 : subscription.periodIndex + 1;
  return { ...periodAt(anchor, interval, periodIndex), anchor, periodIndex };
}

/** An invoice that is still to be paid. Pure. */
export function isOpen({ status }: Pick<Invoice, 'status'>): boolean {
  return status === 'pending' || status === 'overdue';
}

/** What is asked for when the running period ends; null where it ends with it, or costs nothing. Pure. */
export function nextInvoice(
  { cancelAtPeriodEnd, periodEnd }: Pick<Subscription, 'cancelAtPeriodEnd' | 'periodEnd'>,
  { amount, currency }: Pick<Price, 'amount' | 'currency'>,
): { amount: bigint; currency: string; date: Date } | null {
  return cancelAtPeriodEnd || amount === 0n ? null : { amount, currency, date: periodEnd };
}

/** What a period costs, cut at a day: both parts always add up to the amount. */
export interface Proration {
  /** Where it is cut: the last whole day before now. */
  cut: Date;
  used: bigint;
  unused: bigint;
}

/** Cuts the price of a period to the day. The day that runs counts as unused, in the customer's favour. Pure. */
export function prorate(amount: bigint, { start, end }: Period, now: Date): Proration {
  const days = daysBetween(start, end);
  const usedDays = Math.min(days, Math.max(0, daysBetween(start, now)));
  const used = roundedShare(amount, BigInt(usedDays), BigInt(days));
  const cut = usedDays === days ? end : addDays(start, usedDays);
  return { cut, used, unused: amount - used };
}

/** The tax that is in an amount which includes it, rounded half up on what remains without it. Pure. */
export function taxIn(amount: bigint, basisPoints: number): bigint {
  return amount - roundedShare(amount, 10_000n, 10_000n + BigInt(basisPoints));
}

/**
 * The tax in a part of an amount of which some was given back before: however an amount is cut into parts, their taxes
 * add up to its own. Pure.
 */
export function taxInPart(before: bigint, part: bigint, basisPoints: number): bigint {
  return taxIn(before + part, basisPoints) - taxIn(before, basisPoints);
}

/** When to try again after so many attempts that failed; null when it was the last. Pure. */
export function retryAt(failedAttempts: number, now: Date): Date | null {
  const days = RETRY_AFTER_DAYS[failedAttempts - 1];
  return days === undefined ? null : addDays(now, days);
}

type Owed = Pick<Invoice, 'amount' | 'currency'>;

/** What these come to, each currency for itself, in the order they come up. Pure. */
export function sumByCurrency(all: Owed[]): Owed[] {
  const sums = new Map<string, bigint>();
  for (const { amount, currency } of all) sums.set(currency, (sums.get(currency) ?? 0n) + amount);
  return [...sums].map(([currency, amount]) => ({ currency, amount }));
}

/** A day that a shorter month does not have is its last one. */
function addMonths(from: Date, months: number): Date {
  const day = from.getUTCDate();
  const moved = new Date(from);
  moved.setUTCDate(1);
  moved.setUTCMonth(moved.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate();
  moved.setUTCDate(Math.min(day, lastDay));
  return moved;
}

/** Whole days; a period that begins and ends at one time of day has no other. */
function daysBetween(from: Date, to: Date): number {
  return Math.floor((to.getTime() - from.getTime()) / DAY_MS);
}

/** `amount * part / whole`, half up, in whole minor units. */
function roundedShare(amount: bigint, part: bigint, whole: bigint): bigint {
  return (2n * amount * part + whole) / (2n * whole);
}
