-- Which account the link of a mail would move, and from where to where. The two columns are the auth server's own; each has a
-- partial index there, which the conditions repeat.
create function private.email_change_behind(token_hash text)
returns table (user_id uuid, email text, new_email text, side text)
language sql stable security definer set search_path = '' as $$
  select account.id, account.email::text, account.email_change::text,
    case when account.email_change_token_current = token_hash then 'current' else 'new' end
  from auth.users as account
  where token_hash <> '' and (
    (account.email_change_token_current = token_hash and account.email_change_token_current !~ '^[0-9 ]*$')
    or (account.email_change_token_new = token_hash and account.email_change_token_new !~ '^[0-9 ]*$'))
$$;--> statement-breakpoint
revoke all on function private.email_change_behind(text) from public, anon, authenticated;--> statement-breakpoint
grant execute on function private.email_change_behind(text) to alcazar_app;--> statement-breakpoint
create trigger touch_updated_at before update on public.email_changes
  for each row when (old.* is distinct from new.*) execute function public.touch_updated_at();--> statement-breakpoint
revoke all on table public.email_changes from public, anon, authenticated;--> statement-breakpoint
grant select, insert, update, delete on table public.email_changes to alcazar_app;
