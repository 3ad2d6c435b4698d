-- What needs the auth server's own table of sessions. The login of the app may not read the schema auth, and the Data API
-- shows none of `private`: each function does one thing, and says who may call it.
-- "if not exists", "or replace": a project may have a schema of that name for its own functions.
create schema if not exists private;--> statement-breakpoint
revoke all on schema private from public, anon;--> statement-breakpoint
grant usage on schema private to authenticated, alcazar_app;--> statement-breakpoint
-- Both rights are hosted Supabase's default for `postgres`. Without them an ended session would go on to be refreshed,
-- and it is better to hear of that here than to find it out.
do $$
begin
  if not (has_table_privilege('auth.sessions', 'select') and has_table_privilege('auth.sessions', 'delete')) then
    raise exception '% may not read and delete the sessions of the auth server', current_user
      using hint = 'Migrate as the owner of the project (postgres), or: grant select, delete on auth.sessions';
  end if;
end
$$;--> statement-breakpoint
-- The sessions of a user that the auth server knows, or the one of them that is asked for. For the app's own login.
create or replace function private.auth_sessions(of_user uuid, only_session uuid default null)
returns table (id uuid, began_at timestamptz, address inet, user_agent text)
language sql stable security definer set search_path = '' as $$
  select id, created_at, ip, user_agent
  from auth.sessions
  where user_id = of_user and (only_session is null or id = only_session) and (not_after is null or not_after > now())
$$;--> statement-breakpoint
-- Is the session of this very request one that the auth server still knows? For the policies, hence for `authenticated`.
create or replace function private.session_is_live() returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from auth.sessions
    where id = (auth.jwt() ->> 'session_id')::uuid and user_id = auth.uid() and (not_after is null or not_after > now())
  )
$$;--> statement-breakpoint
-- A session that is revoked here is ended there: its refresh token goes with it.
create or replace function private.end_auth_session() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  delete from auth.sessions where id = new.id and user_id = new.user_id;
  return null;
end
$$;--> statement-breakpoint
revoke all on function private.auth_sessions(uuid, uuid), private.session_is_live(), private.end_auth_session()
  from public, anon, authenticated;--> statement-breakpoint
grant execute on function private.auth_sessions(uuid, uuid) to alcazar_app;--> statement-breakpoint
grant execute on function private.session_is_live() to authenticated;
