-- 1. Who pays what stays as it was asked, and what was heard is not unheard: a fact may come, or grow, and that is all. The
--    user can only go, by the foreign key. Nothing is deleted: it is what the money's trail begins with.
create function private.keep_checkout() returns trigger
language plpgsql set search_path = '' as $$
declare
  free constant text[] := array['user_id', 'reference', 'url', 'payment_reference', 'customer_reference', 'paid_at', 'ended',
    'refunded', 'disputed', 'dispute_won', 'transaction_id', 'taken_back', 'owed', 'has_paid_invoice', 'updated_at'];
begin
  if tg_op = 'UPDATE' and (to_jsonb(new) - free) = (to_jsonb(old) - free)
    and (new.user_id is null or new.user_id = old.user_id)
    and (old.reference is null or new.reference = old.reference)
    and (old.payment_reference is null or new.payment_reference = old.payment_reference)
    and (old.paid_at is null or new.paid_at <= old.paid_at)
    and (old.ended is null or new.ended >= old.ended)
    and new.refunded >= old.refunded and new.disputed >= old.disputed and new.dispute_won >= old.dispute_won
    and (old.transaction_id is null or new.transaction_id = old.transaction_id) then
    return new;
  end if;
  raise exception 'what is known of a checkout only grows' using errcode = '42501';
end
$$;--> statement-breakpoint
create trigger keep_checkout before update or delete on public.checkouts
  for each row execute function private.keep_checkout();--> statement-breakpoint

-- 2. What a provider said stays as it was said; only what became of it changes.
create function private.keep_webhook_event() returns trigger
language plpgsql set search_path = '' as $$
declare
  free constant text[] := array['status', 'waits_for', 'attempts', 'next_attempt_at', 'handled_at', 'last_error', 'updated_at'];
begin
  if tg_op = 'UPDATE' and (to_jsonb(new) - free) = (to_jsonb(old) - free) then
    return new;
  end if;
  raise exception 'what a provider said stays as it was said' using errcode = '42501';
end
$$;--> statement-breakpoint
create trigger keep_webhook_event before update or delete on public.webhook_events
  for each row execute function private.keep_webhook_event();--> statement-breakpoint

-- 3. Whoever leaves waits for what they are paying: checkouts are locked first, as everybody locks them.
create or replace function private.delete_account(of_user uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform 1 from public.checkouts where user_id = of_user order by id for no key update;
  perform 1 from public.subscriptions where user_id = of_user order by id for no key update;
  perform 1 from public.ledger_accounts where user_id = of_user order by id for no key update;
  if exists (select from public.ledger_accounts where user_id = of_user and balance > 0) then
    raise exception 'there is money in the wallet'
      using errcode = '23514', constraint = 'ledger_accounts_empty_at_leaving';
  end if;
  delete from auth.users where id = of_user;
  delete from auth.flow_state where user_id = of_user;
  delete from auth.audit_log_entries where position(of_user::text in payload::text) > 0;
end
$$;--> statement-breakpoint

-- 4. updated_at, and who may do what.
create trigger touch_updated_at before update on public.checkouts
  for each row when (old.* is distinct from new.*) execute function public.touch_updated_at();--> statement-breakpoint
create trigger touch_updated_at before update on public.webhook_events
  for each row when (old.* is distinct from new.*) execute function public.touch_updated_at();--> statement-breakpoint
create trigger touch_updated_at before update on public.test_checkouts
  for each row when (old.* is distinct from new.*) execute function public.touch_updated_at();--> statement-breakpoint
create trigger touch_updated_at before update on public.test_webhooks
  for each row when (old.* is distinct from new.*) execute function public.touch_updated_at();--> statement-breakpoint
revoke all on function private.keep_checkout(), private.keep_webhook_event() from public, anon, authenticated;--> statement-breakpoint
revoke all on table public.checkouts, public.webhook_events, public.test_checkouts, public.test_webhooks
  from public, anon, authenticated, service_role, alcazar_app;--> statement-breakpoint
grant select on table public.checkouts to authenticated;--> statement-breakpoint
grant select, insert, update on table public.checkouts, public.webhook_events, public.test_checkouts, public.test_webhooks
  to alcazar_app;--> statement-breakpoint
grant select on table public.checkouts to service_role;
