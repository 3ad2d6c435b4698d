-- 1. A balance is the sum of its entries, because nobody else writes it. All accounts of a statement are locked in one
--    order, whatever order the entries came in, so that two postings never wait for each other in a circle. NO KEY UPDATE:
--    the foreign keys of entries on their way hold KEY SHARE on the same rows, and FOR UPDATE would wait for those.
create function private.keep_ledger_balances() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform 1 from public.ledger_accounts where id in (select account_id from added) order by id for no key update;
  update public.ledger_accounts as account set balance = account.balance + moved.amount
  from (select account_id, sum(amount)::bigint as amount from added group by account_id) as moved
  where account.id = moved.account_id;
  return null;
end
$$;--> statement-breakpoint
create trigger keep_ledger_balances after insert on public.ledger_entries
  referencing new table as added for each statement execute function private.keep_ledger_balances();--> statement-breakpoint

-- 2. An account begins with nothing and stays what it is. Its balance changes from within the trigger above alone, and its
--    user can only go: by the foreign key, when the auth server forgets them.
create function private.keep_ledger_account() returns trigger
language plpgsql set search_path = '' as $$
declare
  same constant text[] := array['balance', 'user_id', 'updated_at'];
begin
  if tg_op = 'INSERT' then
    if new.balance = 0 then
      return new;
    end if;
  elsif tg_op = 'UPDATE' then
    if (to_jsonb(new) - same) = (to_jsonb(old) - same)
      and (new.balance = old.balance or pg_trigger_depth() > 1)
      and (new.user_id is null or new.user_id = old.user_id) then
      return new;
    end if;
  end if;
  raise exception 'an account of the ledger is opened empty and changed by its entries alone' using errcode = '42501';
end
$$;--> statement-breakpoint
create trigger keep_ledger_account before insert or update or delete on public.ledger_accounts
  for each row execute function private.keep_ledger_account();--> statement-breakpoint

-- 3. What is posted is posted. One change is let through: the note of a sender whose account is gone (5).
create function private.keep_ledger() returns trigger
language plpgsql set search_path = '' as $$
begin
  if tg_op = 'UPDATE' and tg_table_name = 'ledger_transactions' and pg_trigger_depth() > 1
    and (to_jsonb(new) - 'note') = (to_jsonb(old) - 'note') and to_jsonb(new) ->> 'note' is null then
    return new;
  end if;
  raise exception 'the ledger is append-only' using errcode = '42501';
end
$$;--> statement-breakpoint
create trigger keep_ledger before update or delete on public.ledger_transactions
  for each row execute function private.keep_ledger();--> statement-breakpoint
create trigger keep_ledger before update or delete on public.ledger_entries
  for each row execute function private.keep_ledger();--> statement-breakpoint
create trigger keep_ledger_whole before truncate on public.ledger_accounts
  for each statement execute function private.keep_ledger();--> statement-breakpoint
create trigger keep_ledger_whole before truncate on public.ledger_transactions
  for each statement execute function private.keep_ledger();--> statement-breakpoint
create trigger keep_ledger_whole before truncate on public.ledger_entries
  for each statement execute function private.keep_ledger();--> statement-breakpoint

-- 4. At commit a transaction of the ledger is whole: the entries it said it has, which add up to nothing. One that
--    reverses another undoes exactly that one, and is not itself undone. The currency is the foreign keys' business.
create function private.check_ledger_transaction() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  posted public.ledger_transactions;
  entries bigint;
  total numeric;
begin
  select * into posted from public.ledger_transactions where id = (to_jsonb(new) ->> tg_argv[0])::uuid;
  select count(*), coalesce(sum(amount), 0) into entries, total
  from public.ledger_entries where transaction_id = posted.id;
  if entries <> posted.entry_count or total <> 0 then
    raise exception 'ledger transaction % has % of % entries, and they add up to %', posted.id, entries, posted.entry_count, total
      using errcode = '23514', constraint = 'ledger_transactions_balanced';
  end if;
  if posted.reverses_id is not null and (
    (select kind = 'reversal' or entry_count <> posted.entry_count from public.ledger_transactions where id = posted.reverses_id)
    or exists (
      select account_id, -amount from public.ledger_entries where transaction_id = posted.reverses_id
      except
      select account_id, amount from public.ledger_entries where transaction_id = posted.id
    )
  ) then
    raise exception 'ledger transaction % does not undo %', posted.id, posted.reverses_id
      using errcode = '23514', constraint = 'ledger_transactions_reversal_undoes';
  end if;
  return null;
end
$$;--> statement-breakpoint
create constraint trigger ledger_transaction_is_whole after insert on public.ledger_transactions
  deferrable initially deferred for each row execute function private.check_ledger_transaction('id');--> statement-breakpoint
create constraint trigger ledger_transaction_is_whole after insert on public.ledger_entries
  deferrable initially deferred for each row execute function private.check_ledger_transaction('transaction_id');--> statement-breakpoint

-- 5. Whoever leaves takes along what they wrote to others.
create function private.forget_ledger_notes() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update public.ledger_transactions set note = null
  where note is not null
    and id in (select transaction_id from public.ledger_entries where account_id = new.id and amount < 0);
  return null;
end
$$;--> statement-breakpoint
create trigger forget_ledger_notes after update of user_id on public.ledger_accounts
  for each row when (old.user_id is not null and new.user_id is null) execute function private.forget_ledger_notes();--> statement-breakpoint

-- 6. A command and its answer come together: no key is ever seen without one.
create function private.check_idempotency_key() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if exists (
    select from public.idempotency_keys
    where user_id = new.user_id and route = new.route and key = new.key and response_status is null
  ) then
    raise exception 'a command ended without an answer' using errcode = '23514', constraint = 'idempotency_key_has_answer';
  end if;
  return null;
end
$$;--> statement-breakpoint
create constraint trigger idempotency_key_has_answer after insert on public.idempotency_keys
  deferrable initially deferred for each row execute function private.check_idempotency_key();--> statement-breakpoint

-- 7. The house's own accounts.
insert into public.ledger_accounts (kind, currency)
select kind, currency
from unnest(array['clearing', 'payouts', 'revenue', 'receivable', 'tax']::public.ledger_account_kind[]) as kind,
  unnest(array['EUR', 'USD']) as currency;--> statement-breakpoint

-- 8. updated_at, and who may do what. Nobody has UPDATE or DELETE on the ledger, the app and the service role included.
create trigger touch_updated_at before update on public.ledger_accounts
  for each row when (old.* is distinct from new.*) execute function public.touch_updated_at();--> statement-breakpoint
create trigger touch_updated_at before update on public.idempotency_keys
  for each row when (old.* is distinct from new.*) execute function public.touch_updated_at();--> statement-breakpoint
revoke all on function private.keep_ledger_balances(), private.keep_ledger_account(), private.keep_ledger(),
  private.check_ledger_transaction(), private.forget_ledger_notes(), private.check_idempotency_key()
  from public, anon, authenticated;--> statement-breakpoint
revoke all on table public.ledger_accounts, public.ledger_transactions, public.ledger_entries, public.idempotency_keys
  from public, anon, authenticated, service_role;--> statement-breakpoint
grant select on table public.ledger_accounts, public.ledger_entries to authenticated;--> statement-breakpoint
grant select, insert on table public.ledger_accounts, public.ledger_transactions, public.ledger_entries to alcazar_app;--> statement-breakpoint
grant select, insert, update, delete on table public.idempotency_keys to alcazar_app;--> statement-breakpoint
grant select on table public.ledger_accounts, public.ledger_transactions, public.ledger_entries, public.idempotency_keys to service_role;
