-- 1. updated_at, kept by the database whoever writes.
create function public.touch_updated_at() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.updated_at := now();
  return new;
end
$$;--> statement-breakpoint
create trigger touch_updated_at before update on public.profiles
  for each row when (old.* is distinct from new.*) execute function public.touch_updated_at();--> statement-breakpoint
create trigger touch_updated_at before update on public.plans
  for each row when (old.* is distinct from new.*) execute function public.touch_updated_at();--> statement-breakpoint
create trigger touch_updated_at before update on public.subscriptions
  for each row when (old.* is distinct from new.*) execute function public.touch_updated_at();--> statement-breakpoint
create trigger touch_updated_at before update on public.invoices
  for each row when (old.* is distinct from new.*) execute function public.touch_updated_at();--> statement-breakpoint

-- 2. A profile for every user of the auth server (guide 10). What a sign-up says about itself is the user's to choose:
--    the role is never read from it, and no name however odd may make the sign-up fail.
create function public.full_name_from(user_meta_data jsonb) returns text
language sql immutable set search_path = '' as $$
  select name
  from (
    select
      place,
      btrim(left(btrim(regexp_replace(left(user_meta_data ->> key, 1000), '[[:space:][:cntrl:]]+', ' ', 'g')), 120)) as name
    from unnest(array['full_name', 'name']) with ordinality as keys (key, place)
    where jsonb_typeof(user_meta_data -> key) = 'string'
  ) as candidates
  where name <> ''
  order by place
  limit 1
$$;--> statement-breakpoint
-- The auth server signs in as supabase_auth_admin, who has no right on public: hence SECURITY DEFINER.
-- "or replace": a project that followed the guide by hand has function and trigger already.
create or replace function public.handle_new_user() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.profiles (id, email, full_name)
  values (new.id, coalesce(new.email, ''), public.full_name_from(new.raw_user_meta_data))
  on conflict (id) do nothing;
  return new;
end
$$;--> statement-breakpoint
create or replace trigger on_auth_user_created after insert on auth.users
  for each row execute function public.handle_new_user();--> statement-breakpoint
create or replace function public.handle_user_email() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update public.profiles set email = coalesce(new.email, '') where id = new.id;
  return new;
end
$$;--> statement-breakpoint
create or replace trigger on_auth_user_email_changed after update of email on auth.users
  for each row when (old.email is distinct from new.email) execute function public.handle_user_email();--> statement-breakpoint
-- Those who signed up before this migration.
insert into public.profiles (id, email, full_name)
select id, coalesce(email, ''), public.full_name_from(raw_user_meta_data) from auth.users
on conflict (id) do nothing;--> statement-breakpoint

-- 3. Who may do what. A trigger asks nobody for EXECUTE when it fires, so nobody gets it.
revoke all on function public.touch_updated_at(), public.full_name_from(jsonb), public.handle_new_user(), public.handle_user_email()
  from public, anon, authenticated;--> statement-breakpoint
revoke all on table public.profiles, public.plans, public.subscriptions, public.invoices
  from public, anon, authenticated;--> statement-breakpoint
grant select on table public.profiles, public.subscriptions, public.invoices to authenticated;--> statement-breakpoint
-- The column list is what keeps a user from becoming an admin: no policy can see which column an update writes.
grant update (full_name) on table public.profiles to authenticated;--> statement-breakpoint
grant select on table public.plans to anon, authenticated;--> statement-breakpoint
grant select, update on table public.profiles to alcazar_app;--> statement-breakpoint
grant select, insert, update, delete on table public.plans, public.subscriptions, public.invoices to alcazar_app;--> statement-breakpoint
grant all on table public.profiles, public.plans, public.subscriptions, public.invoices to service_role;
