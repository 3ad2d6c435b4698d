-- The login of the app. The local stack has made it already; elsewhere it is made here, without a password:
-- `bun run db:app-role` sets the one that stands in DATABASE_URL. Nothing here needs a superuser.
do $$
begin
  if not exists (select from pg_roles where rolname = 'alcazar_app') then
    create role alcazar_app login noinherit;
  elsif exists (
    select from pg_roles
    where rolname = 'alcazar_app' and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)
  ) then
    -- A role found here may be stronger than the one we would have made, and then no policy would bind the app.
    raise exception 'alcazar_app exists and has more than an ordinary login may have'
      using hint = 'alter role alcazar_app nosuperuser nobypassrls nocreaterole nocreatedb noreplication, then migrate again';
  end if;
end
$$;--> statement-breakpoint
-- It may become anon or authenticated (SET LOCAL ROLE), and has their rights only then.
alter role alcazar_app noinherit;--> statement-breakpoint
grant anon, authenticated to alcazar_app;--> statement-breakpoint
do $$
begin
  if pg_has_role('alcazar_app', 'authenticated', 'usage') then
    raise exception 'alcazar_app inherits the rights of authenticated'
      using hint = 'revoke anon, authenticated from alcazar_app, then migrate again';
  end if;
end
$$;--> statement-breakpoint
grant usage on schema public to alcazar_app;--> statement-breakpoint
-- Set on the role because the transaction pooler refuses them at connect time.
alter role alcazar_app set statement_timeout = '15s';--> statement-breakpoint
alter role alcazar_app set lock_timeout = '5s';--> statement-breakpoint
alter role alcazar_app set idle_in_transaction_session_timeout = '30s';--> statement-breakpoint
-- Supabase hands every new table in public to the API roles. Ours begin closed, and each migration grants what it means to.
alter default privileges in schema public revoke all on tables from anon, authenticated;--> statement-breakpoint
alter default privileges in schema public revoke all on sequences from anon, authenticated;--> statement-breakpoint
alter default privileges in schema public revoke execute on functions from anon, authenticated;
