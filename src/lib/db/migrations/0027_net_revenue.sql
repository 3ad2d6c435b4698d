-- 1. Recurring revenue is without tax: made anew, for the same readers, in one transaction.
DROP MATERIALIZED VIEW "private"."revenue_months";--> statement-breakpoint
CREATE MATERIALIZED VIEW "private"."revenue_months" AS (
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
    from steps where before <> after and at <= now() group by 1, 2);--> statement-breakpoint
create unique index revenue_months_currency_month on private.revenue_months (currency, month);--> statement-breakpoint
revoke all on table private.revenue_months from public, anon, authenticated, service_role;--> statement-breakpoint
grant select on table private.revenue_months to alcazar_app;--> statement-breakpoint

-- 2. 0023 took this default away too early: an instance of the release before names no seller, and could write no invoice. It goes
--    in a later release.
ALTER TABLE "invoices" ALTER COLUMN "seller_name" SET DEFAULT 'Alcázar';
