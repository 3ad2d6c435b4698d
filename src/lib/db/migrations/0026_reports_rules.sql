-- 1. What a subscription cost since when. Of those that have changed their price before, only the one of today is known.
update public.subscriptions set price_since = start_date;--> statement-breakpoint
insert into public.subscription_prices (subscription_id, since, price_id)
select id, price_since, price_id from public.subscriptions;--> statement-breakpoint
create function private.remember_price() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  -- Two changes of one moment are one.
  insert into public.subscription_prices (subscription_id, since, price_id)
  values (new.id, new.price_since, new.price_id)
  on conflict (subscription_id, since) do update set price_id = excluded.price_id;
  return null;
end
$$;--> statement-breakpoint
revoke all on function private.remember_price() from public, anon, authenticated;--> statement-breakpoint
create trigger remember_price after insert or update of price_id on public.subscriptions
  for each row execute function private.remember_price();--> statement-breakpoint
revoke all on table public.subscription_prices from public, anon, authenticated, service_role;--> statement-breakpoint
grant select on table public.subscription_prices to alcazar_app, service_role;--> statement-breakpoint

-- 2. One row each, which is what lets them be refreshed while they are read; and read by the app alone, because no policy
--    protects a materialized view.
create unique index revenue_months_currency_month on private.revenue_months (currency, month);--> statement-breakpoint
create unique index sign_up_weeks_week on private.sign_up_weeks (week);--> statement-breakpoint
create unique index session_days_day on private.session_days (day);--> statement-breakpoint
create unique index report_freshness_is_only on private.report_freshness (is_only);--> statement-breakpoint
revoke all on table private.revenue_months, private.sign_up_weeks, private.session_days, private.report_freshness
  from public, anon, authenticated, service_role;--> statement-breakpoint
grant select on table private.revenue_months, private.sign_up_weeks, private.session_days, private.report_freshness
  to alcazar_app;--> statement-breakpoint
-- The app reads them through no function, so it has to see into the schema. It did already, for those that it may call.
grant usage on schema private to alcazar_app;
