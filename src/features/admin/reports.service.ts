import { and, asc, gte, lt, sql } from 'drizzle-orm';
import type { Span } from '~/lib/calendar.server';
import { type Database, db } from '~/lib/data/system';
import type { Actor } from '~/lib/request/actor';
import { requireAdmin } from './acting';
import { reportFreshness, revenueMonths, sessionDays, signUpWeeks } from './reports.schema';

/** One month of recurring revenue: minor units a month. `recurring` is what it was at the end of the month. */
export interface RevenueMonth {
  recurring: bigint;
  gained: bigint;
  changed: bigint;
  lost: bigint;
}

/** Recurring revenue in one currency. */
export interface Revenue {
  currency: string;
  /** One for each span that was asked for. */
  months: RevenueMonth[];
  /** Subscriptions that bring something, at the end of the last. */
  paying: number;
}

/**
 * Recurring revenue by month, a currency each, as of the last refresh; the spans are months of UTC. Of one month to the next,
 * `recurring` grows by `gained` and `changed` and shrinks by `lost`. Throws `not_found` for an actor who is no
 * administrator. Decision 133, guide 24.
 */
export async function listRevenue(
  actor: Actor,
  months: readonly Span[],
  database: Database = db,
): Promise<Revenue[]> {
  requireAdmin(actor);
  const { currency, month, gained, changed, lost, started, ended } = revenueMonths;
  const upwards = sql`over (partition by ${currency} order by ${month})`;
  const running = database.$with('running').as(
    database
      .select({
        currency,
        month,
        gained,
        changed,
        lost,
        recurring: sql`sum(${gained} + ${changed} - ${lost}) ${upwards}`.mapWith(BigInt).as('recurring'),
        paying: sql`sum(${started} - ${ended}) ${upwards}`.mapWith(Number).as('paying'),
      })
      .from(revenueMonths),
  );
  const rows = await database.with(running).select().from(running).orderBy(running.currency, running.month);
  return [...Map.groupBy(rows, (row) => row.currency)].map(([of, known]) => ({
    currency: of,
    months: months.map((span) => monthIn(span, known)),
    paying: known.at(-1)?.paying ?? 0,
  }));
}

/** How many people signed up in each of these weeks of UTC, as of the last refresh. Throws as `listRevenue`. */
export async function listSignUps(
  actor: Actor,
  weeks: readonly Span[],
  database: Database = db,
): Promise<number[]> {
  requireAdmin(actor);
  const { week, people } = signUpWeeks;
  const rows = await database
    .select({ at: week, count: people })
    .from(signUpWeeks)
    .where(isWithin(week, weeks))
    .orderBy(asc(week));
  return countsIn(weeks, rows);
}

/** How many sessions were in use on each of these days of UTC, as of the last refresh. Throws as `listRevenue`. */
export async function listActiveSessions(
  actor: Actor,
  days: readonly Span[],
  database: Database = db,
): Promise<number[]> {
  requireAdmin(actor);
  const { day, sessions } = sessionDays;
  const rows = await database
    .select({ at: day, count: sessions })
    .from(sessionDays)
    .where(isWithin(day, days))
    .orderBy(asc(day));
  return countsIn(days, rows);
}

/** When the reports were brought up to date. Throws as `listRevenue`. */
export async function findFreshness(actor: Actor, database: Database = db): Promise<Date | null> {
  requireAdmin(actor);
  const [row] = await database.select({ at: reportFreshness.refreshedAt }).from(reportFreshness);
  return row?.at ?? null;
}

type Known = RevenueMonth & { month: Date };

/** A month in which nothing happened ends as it began. */
function monthIn({ start, end }: Span, known: readonly Known[]): RevenueMonth {
  const latest = known.findLast(({ month }) => month < end);
  if (!latest) return { recurring: 0n, gained: 0n, changed: 0n, lost: 0n };
  const { recurring, gained, changed, lost } = latest;
  return latest.month >= start
    ? { recurring, gained, changed, lost }
    : { recurring, gained: 0n, changed: 0n, lost: 0n };
}

function isWithin(column: typeof signUpWeeks.week | typeof sessionDays.day, spans: readonly Span[]) {
  const [first, last] = [spans[0], spans.at(-1)];
  return and(first && gte(column, first.start), last && lt(column, last.end));
}

function countsIn(spans: readonly Span[], rows: { at: Date; count: number }[]): number[] {
  const byTime = new Map(rows.map(({ at, count }) => [at.getTime(), count]));
  return spans.map(({ start }) => byTime.get(start.getTime()) ?? 0);
}
