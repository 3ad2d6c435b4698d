import { sql } from 'drizzle-orm';
import { bigint, boolean, char, integer, pgSchema, timestamp } from 'drizzle-orm/pg-core';

/**
 * Materialized views for administrators. Policies do not apply to them, so they stand in `private`, which the Data API does not
 * show, and the app alone may read them. `bun run reports:refresh` brings them up to date. Decision 132.
 */
const hidden = pgSchema('private');

/**
 * What became of recurring revenue in each month of UTC, by currency, without tax: minor units a month. A year's price counts
 * a twelfth, rounded half up. Paid for is a subscription from the end of its trial, else from its start, until it is over;
 * one that is behind with paying still is. A trial that runs is nothing yet, also where it will be over this month.
 * Decisions 125, 133.
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
    with moments as (
      select subscription_id, since as at from public.subscription_prices
      union select subscription_id, issued_at from public.invoices where issued_at is not null
    ), known as (
      select moment.subscription_id, moment.at, price.currency, price.interval, price.amount,
        10000 + coalesce(tax.basis_points, 0) as taxed
      from moments as moment
      join lateral (
        select price_id from public.subscription_prices as had
        where had.subscription_id = moment.subscription_id and had.since <= moment.at
        order by had.since desc limit 1) as had on true
      join public.prices as price on price.id = had.price_id
      left join lateral (
        select invoice.tax_basis_points as basis_points from public.invoices as invoice
        where invoice.subscription_id = moment.subscription_id and invoice.issued_at is not null
        order by invoice.issued_at > moment.at, abs(extract(epoch from invoice.issued_at - moment.at)), invoice.number desc
        limit 1) as tax on true
    ), net as (
      select subscription_id, at, currency, interval, div(20000 * amount::numeric + taxed, 2 * taxed)::bigint as amount from known
    ), held as (
      select net.currency, net.subscription_id,
        case net.interval when 'year' then (net.amount + 6) / 12 else net.amount end as monthly,
        greatest(net.at, coalesce(subscription.trial_ends_at, subscription.start_date)) as begins,
        least(lead(net.at) over (partition by net.subscription_id order by net.at), subscription.cancelled_at) as ends
      from net join public.subscriptions as subscription on subscription.id = net.subscription_id
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
