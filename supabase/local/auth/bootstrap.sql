-- What hosted Supabase gives a project before its first migration. Runs after the auth server has made its
-- tables, on every boot, because that server replaces auth.uid() and its sisters by weaker ones each time.

do $$
begin
  if to_regrole('anon') is null then
    create role anon nologin noinherit;
    create role authenticated nologin noinherit;
    create role service_role nologin noinherit bypassrls;
    -- Once only: a migration that closes new tables to the API stays in force after the next boot.
    alter default privileges in schema public grant all on tables to anon, authenticated, service_role;
    alter default privileges in schema public grant all on sequences to anon, authenticated, service_role;
    alter default privileges in schema public grant all on functions to anon, authenticated, service_role;
  end if;
  if to_regrole('authenticator') is null then create role authenticator login noinherit password 'postgres'; end if;
  if to_regrole('supabase_auth_admin') is null then create role supabase_auth_admin nologin noinherit createrole; end if;
  -- The login of the app: owns nothing, bypasses nothing, may become anon or authenticated.
  if to_regrole('alcazar_app') is null then create role alcazar_app login noinherit password 'alcazar_app'; end if;
end
$$;

grant anon, authenticated, service_role to authenticator;
grant anon, authenticated, service_role, supabase_auth_admin to postgres;
grant anon, authenticated to alcazar_app;

create schema if not exists extensions;
create schema if not exists auth;

-- A PostgreSQL that was found on the machine may have come without its extensions.
do $$
declare
  extension text;
begin
  for extension in select name from pg_available_extensions where name in ('pgcrypto', 'uuid-ossp') loop
    execute format('create extension if not exists %I with schema extensions', extension);
  end loop;
end
$$;

grant usage on schema extensions to anon, authenticated, service_role, alcazar_app;
grant usage on schema auth to anon, authenticated, service_role, alcazar_app;
grant usage on schema public to anon, authenticated, service_role, alcazar_app;
grant all on schema auth to supabase_auth_admin;
grant all on all tables in schema auth to supabase_auth_admin;
grant all on all sequences in schema auth to supabase_auth_admin;
-- As hosted: the auth server works with this path, so a trigger on auth.users that names no schema fails there.
alter role supabase_auth_admin set search_path = auth;

create or replace function auth.uid() returns uuid language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.sub', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
  )::uuid
$$;

create or replace function auth.role() returns text language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.role', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role'
  )
$$;

create or replace function auth.email() returns text language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.email', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email'
  )
$$;

create or replace function auth.jwt() returns jsonb language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')
  )::jsonb
$$;

-- As hosted: a change of the schema tells the Data API to read it again.
create or replace function extensions.pgrst_reload() returns event_trigger language plpgsql as $$
begin
  notify pgrst, 'reload schema';
end
$$;

do $$
begin
  if not exists (select from pg_event_trigger where evtname = 'pgrst_ddl_watch') then
    create event trigger pgrst_ddl_watch on ddl_command_end execute function extensions.pgrst_reload();
    create event trigger pgrst_drop_watch on sql_drop execute function extensions.pgrst_reload();
  end if;
end
$$;
