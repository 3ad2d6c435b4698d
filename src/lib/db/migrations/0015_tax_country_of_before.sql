-- Who subscribed before customers were asked where they live pays the tax of the seller's own country, as on their first
-- invoice: without a country their next period could not be asked for.
insert into public.billing_details (user_id, country)
select user_id, 'ES' from public.subscriptions where user_id is not null and status <> 'cancelled'
on conflict do nothing;
