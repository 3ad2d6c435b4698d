import { type Period, periodAt, prorate } from './billing.rules';
import type { Plan, Price, Subscription } from './billing.schema';
import type { InvoiceLine } from './invoices.schema';

/** A plan at one of its prices. */
export interface Offer {
  plan: Pick<Plan, 'name'>;
  price: Pick<Price, 'amount' | 'interval'>;
}

export type NewLine = Pick<InvoiceLine, 'kind' | 'planName' | 'periodStart' | 'periodEnd' | 'amount'>;

/** What a change of plan comes to: shown before it is confirmed, and charged when it is. */
export interface PlanChange {
  lines: NewLine[];
  /** Minor units, tax included: above zero is to be paid, below zero goes back to the wallet. */
  total: bigint;
  /** The period that runs after the change. */
  period: Period;
  /** A new length of period begins now; else the running one goes on. */
  startsNow: boolean;
}

type Running = Pick<Subscription, 'status' | 'periodStart' | 'periodEnd'> & Offer;

/**
 * What it comes to when a subscription changes to another offer now: the unused days of the old one go back, and those of
 * the new one are charged; with another interval its first whole period begins. In a trial nothing is charged. Pure.
 */
export function planChange(running: Running, next: Offer, now: Date): PlanChange {
  const period = { start: running.periodStart, end: running.periodEnd };
  if (running.status === 'trialing') return { lines: [], total: 0n, period, startsNow: false };

  const startsNow = running.price.interval !== next.price.interval;
  const after = startsNow ? periodAt(now, next.price.interval, 0) : period;
  const lines = [unusedLine(running, period, now), chargedLine(next, after, startsNow ? after.start : now)];
  const moving = lines.filter(({ amount }) => amount !== 0n);
  const total = moving.reduce((sum, { amount }) => sum + amount, 0n);
  return { lines: moving, total, period: after, startsNow };
}

/** A whole period of an offer, as an invoice says it. Pure. */
export function periodLine({ plan, price }: Offer, { start, end }: Period): NewLine {
  return { kind: 'period', planName: plan.name, periodStart: start, periodEnd: end, amount: price.amount };
}

function unusedLine({ plan, price }: Offer, period: Period, now: Date): NewLine {
  const { cut, unused } = prorate(price.amount, period, now);
  return {
    kind: 'unused',
    planName: plan.name,
    periodStart: cut,
    periodEnd: period.end,
    amount: -unused,
  };
}

function chargedLine(offer: Offer, period: Period, now: Date): NewLine {
  const { cut, unused } = prorate(offer.price.amount, period, now);
  return periodLine({ ...offer, price: { ...offer.price, amount: unused } }, { start: cut, end: period.end });
}
