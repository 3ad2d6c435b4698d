-- Money that is sent while its recipient leaves was lost to both: each looked before the other had committed. Now the
-- wallet's own row decides, which both of them have to lock.

-- 1. Nobody's wallet is left with money in it, also where it was opened a moment ago by somebody who sends some.
create or replace function private.keep_ledger_account() returns trigger
language plpgsql set search_path = '' as $$
declare
  same constant text[] := array['balance', 'user_id', 'updated_at'];
begin
  if tg_op = 'INSERT' then
    if new.balance = 0 then
      return new;
    end if;
  elsif tg_op = 'UPDATE' then
    if new.user_id is null and old.user_id is not null and new.balance > 0 then
      raise exception 'there is money in the wallet'
        using errcode = '23514', constraint = 'ledger_accounts_empty_at_leaving';
    end if;
    if (to_jsonb(new) - same) = (to_jsonb(old) - same)
      and (new.balance = old.balance or pg_trigger_depth() > 1)
      and (new.user_id is null or new.user_id = old.user_id) then
      return new;
    end if;
  end if;
  raise exception 'an account of the ledger is opened empty and changed by its entries alone' using errcode = '42501';
end
$$;--> statement-breakpoint

-- 2. Nobody sends money into a wallet that belongs to nobody any more. What a card had paid before still arrives there.
create or replace function private.keep_ledger_balances() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform 1 from public.ledger_accounts where id in (select account_id from added) order by id for no key update;
  if exists (
    select from added
    join public.ledger_accounts as account on account.id = added.account_id
    join public.ledger_transactions as posted on posted.id = added.transaction_id
    where added.amount > 0 and posted.kind = 'transfer' and account.kind = 'wallet' and account.user_id is null
  ) then
    raise exception 'the wallet is nobody''s any more'
      using errcode = '23514', constraint = 'ledger_entries_wallet_has_user';
  end if;
  update public.ledger_accounts as account set balance = account.balance + moved.amount
  from (select account_id, sum(amount)::bigint as amount from added group by account_id) as moved
  where account.id = moved.account_id;
  return null;
end
$$;
