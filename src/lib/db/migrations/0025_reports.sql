CREATE TABLE "subscription_prices" (
	"subscription_id" uuid NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"price_id" text NOT NULL,
	CONSTRAINT "subscription_prices_pk" PRIMARY KEY("subscription_id","since")
);
--> statement-breakpoint
ALTER TABLE "subscription_prices" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "price_since" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "subscription_prices" ADD CONSTRAINT "subscription_prices_subscription_id_subscriptions_id_fk" FOREIGN KEY ("subscription_id") REFERENCES "public"."subscriptions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscription_prices" ADD CONSTRAINT "subscription_prices_price_id_prices_id_fk" FOREIGN KEY ("price_id") REFERENCES "public"."prices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "subscription_prices_price_id_idx" ON "subscription_prices" USING btree ("price_id");--> statement-breakpoint
CREATE MATERIALIZED VIEW "private"."report_freshness" AS (select true as is_only, now() as refreshed_at);--> statement-breakpoint
CREATE MATERIALIZED VIEW "private"."revenue_months" AS (
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
    from steps where before <> after and at <= now() group by 1, 2);--> statement-breakpoint
CREATE MATERIALIZED VIEW "private"."session_days" AS (
    select day, count(*)::int as sessions
    from public.user_sessions as session, generate_series(
      date_trunc('day', session.first_seen_at, 'UTC'), session.last_seen_at, interval '24 hours') as day
    group by 1);--> statement-breakpoint
CREATE MATERIALIZED VIEW "private"."sign_up_weeks" AS (
    select date_trunc('week', occurred_at, 'UTC') as week, count(*)::int as people
    from public.security_events where kind = 'sign_up' and outcome = 'succeeded' group by 1);--> statement-breakpoint
CREATE POLICY "subscription_prices_system" ON "subscription_prices" AS PERMISSIVE FOR ALL TO "alcazar_app" USING (true) WITH CHECK (true);