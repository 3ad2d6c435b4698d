import { sql } from 'drizzle-orm';
import { bigint, boolean, char, integer, pgSchema, timestamp } from 'drizzle-orm/pg-core';

/**
 * Materialized views for administrators. Policies do not apply to them, so they stand in `private`, which the Data API does not
 * show, and the app alone may read them. `bun run reports:refresh` brings them up to date. Decision 132.
 */
const hidden = pgSchema('private');

/**
 * What became of recurring revenue in each month of UTC, by currency, tax included: minor units a month. A year's price counts
 * a twelfth, rounded half up. Paid for is a subscription from the end of its trial, else from its start, until it is over;
 * one that is behind with paying still is. A trial that runs is
 * nothing yet, also where it will be over this month. Decision 133.
 */
export const revenueMonths = hidden
  .materializedView('revenue_months', {
    currency: char('currency', { length: 3 }).notNull(),
    month: timestamp('month', { withTimezone: true }).notNull(),
    /** Of subscriptions that brought nothing before. */
    gained: bigint('gained', { mode: 'bigint' }).notNull(),
    /** More or less of those that went on. */
    changed: bigint('changed', { mode: 'bigint' }).notNull(),
    /** Of those that bring nothing any more. */
    lost: bigint('lost', { mode: 'bigint' }).notNull(),
    started: integer('started').notNull(),
    ended: integer('ended').notNull(),
  })
  .as(sql`
    with held as (
      select price.currency, had.subscription_id,
        case price.interval when 'year' then (price.amount + 6) / 12 else price.amount end as monthly,
        greatest(had.since, coalesce(subscription.trial_ends_at, subscription.start_date)) as begins,
        least(lead(had.since) over (partition by had.subscription_id order by had.since), subscription.cancelled_at) as ends
      from public.subscription_prices as had
      join public.subscriptions as subscription on subscription.id = had.subscription_id
      join public.prices as price on price.id = had.price_id
    ), paid as (
      select currency, begins, ends, monthly,
        lag(monthly) over (partition by subscription_id order by begins) as before,
        lead(begins) over (partition by subscription_id order by begins) as next
      from held where ends is null or begins < ends
    ), steps as (
      select currency, begins as at, coalesce(before, 0) as before, monthly as after from paid
      union all
      select currency, ends, monthly, 0 from paid where next is null and ends is not null
    )
    select currency, date_trunc('month', at, 'UTC') as month,
      coalesce(sum(after) filter (where before = 0), 0)::bigint as gained,
      coalesce(sum(after - before) filter (where before > 0 and after > 0), 0)::bigint as changed,
      coalesce(sum(before) filter (where after = 0), 0)::bigint as lost,
      (count(*) filter (where before = 0))::int as started,
      (count(*) filter (where after = 0))::int as ended
    from steps where before <> after and at <= now() group by 1, 2`);

/** How many people signed up in each week of UTC, from Monday. Of those who have left since, too. */
export const signUpWeeks = hidden
  .materializedView('sign_up_weeks', {
    week: timestamp('week', { withTimezone: true }).notNull(),
    people: integer('people').notNull(),
  })
  .as(sql`
    select date_trunc('week', occurred_at, 'UTC') as week, count(*)::int as people
    from public.security_events where kind = 'sign_up' and outcome = 'succeeded' group by 1`);

/** How many sessions were open and not yet seen for the last time on each day of UTC. */
export const sessionDays = hidden
  .materializedView('session_days', {
    day: timestamp('day', { withTimezone: true }).notNull(),
    sessions: integer('sessions').notNull(),
  })
  // By 24 hours: a day is longer or shorter twice a year where the connection is.
  .as(sql`
    select day, count(*)::int as sessions
    from public.user_sessions as session, generate_series(
      date_trunc('day', session.first_seen_at, 'UTC'), session.last_seen_at, interval '24 hours') as day
    group by 1`);

/** When all of them were brought up to date last: one row. */
export const reportFreshness = hidden
  .materializedView('report_freshness', {
    isOnly: boolean('is_only').notNull(),
    refreshedAt: timestamp('refreshed_at', { withTimezone: true }).notNull(),
  })
  .as(sql`select true as is_only, now() as refreshed_at`);
