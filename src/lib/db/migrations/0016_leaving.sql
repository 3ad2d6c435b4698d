-- 1. Nobody leaves money behind: subscription and accounts are locked as a payment locks them, in its order, so that none
--    comes in meanwhile and neither waits for the other in a circle. And the
--    auth server's own two tables without a foreign key forget them too: sign-ins under way, and its diary.
do $$
begin
  if not (has_table_privilege('auth.audit_log_entries', 'delete') and has_table_privilege('auth.flow_state', 'delete')) then
    raise exception '% may not delete from the diary of the auth server', current_user
      using hint = 'Migrate as the owner of the project (postgres), or: grant select, delete on auth.audit_log_entries, auth.flow_state';
  end if;
end
$$;--> statement-breakpoint
create or replace function private.delete_account(of_user uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
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

-- 2. What the auth server keeps about a user, for the export of their own data. Columns are named one by one, by the row as
-- JSON: no password, no token and no key is among them, and a column that this version of the server lacks is left out.
create function private.account_record(of_user uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_object_agg(name, value) || jsonb_build_object('identities', (
    select coalesce(jsonb_agg(kept), '[]') from auth.identities as identity, lateral (
      select jsonb_object_agg(key, field) as kept from jsonb_each(to_jsonb(identity)) as column_of (key, field)
      where key = any (array['provider', 'provider_id', 'email', 'identity_data', 'created_at', 'last_sign_in_at'])
    ) as named
    where identity.user_id = of_user))
  from auth.users as account, jsonb_each(to_jsonb(account)) as column_of (name, value)
  where account.id = of_user and name = any (array[
    'id', 'email', 'phone', 'created_at', 'updated_at', 'invited_at', 'email_confirmed_at', 'phone_confirmed_at',
    'email_change', 'email_change_sent_at', 'phone_change', 'phone_change_sent_at', 'confirmation_sent_at',
    'recovery_sent_at', 'reauthentication_sent_at', 'last_sign_in_at', 'banned_until', 'is_sso_user', 'is_anonymous',
    'raw_user_meta_data', 'raw_app_meta_data'])
$$;--> statement-breakpoint
revoke all on function private.account_record(uuid) from public, anon, authenticated;--> statement-breakpoint
grant execute on function private.account_record(uuid) to alcazar_app;
