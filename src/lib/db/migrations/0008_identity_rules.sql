-- 1. Password history (seed 004): whoever sets a password by whatever way, its hash is kept, and the newest ten of a user.
create function private.remember_password() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.password_history (user_id, password_hash, created_at)
  values (new.id, new.encrypted_password, clock_timestamp());
  delete from public.password_history
  where user_id = new.id and id not in (
    select id from public.password_history where user_id = new.id order by created_at desc limit 10);
  return null;
end
$$;--> statement-breakpoint
create trigger remember_first_password after insert on auth.users
  for each row when (new.encrypted_password <> '') execute function private.remember_password();--> statement-breakpoint
create trigger remember_password after update of encrypted_password on auth.users
  for each row when (new.encrypted_password <> '' and old.encrypted_password is distinct from new.encrypted_password)
  execute function private.remember_password();--> statement-breakpoint
insert into public.password_history (user_id, password_hash)
select id, encrypted_password from auth.users where encrypted_password <> '';--> statement-breakpoint

-- 2. The trail of security events is written and read, and never rewritten. One change is let through: when a user goes,
--    their foreign keys are emptied, and what would tell who and where they were goes with them.
create function private.keep_security_event() returns trigger
language plpgsql set search_path = '' as $$
begin
  if (to_jsonb(new) - 'user_id' - 'actor_id') = (to_jsonb(old) - 'user_id' - 'actor_id')
    and (new.user_id is null or new.user_id = old.user_id) and (new.actor_id is null or new.actor_id = old.actor_id) then
    new.session_id := null;
    new.address := null;
    new.user_agent := null;
    return new;
  end if;
  raise exception 'security_events is append-only' using errcode = '42501';
end
$$;--> statement-breakpoint
create trigger keep_security_event before update on public.security_events
  for each row execute function private.keep_security_event();--> statement-breakpoint

-- 3. A suspended user, and one whose password may be known to somebody else, has no live session: not at the Data API either.
create or replace function private.session_is_live() returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from auth.sessions
    where id = (auth.jwt() ->> 'session_id')::uuid and user_id = auth.uid() and (not_after is null or not_after > now())
  ) and not exists (
    select from public.profiles where id = auth.uid() and (suspended_at is not null or password_must_reset)
  )
$$;--> statement-breakpoint

-- 4. The last administrator who can sign in stays one, whoever asks and however many ask at once.
create function private.keep_an_admin() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'UPDATE' and new.role = 'admin' and new.suspended_at is null then
    return new;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('alcazar:keep_an_admin', 0));
  if exists (select from public.profiles where role = 'admin' and suspended_at is null and id <> old.id) then
    return case tg_op when 'DELETE' then old else new end;
  end if;
  raise exception 'the last administrator cannot be removed' using errcode = '23514', constraint = 'profiles_keep_an_admin';
end
$$;--> statement-breakpoint
create trigger keep_an_admin before update of role, suspended_at or delete on public.profiles
  for each row when (old.role = 'admin' and old.suspended_at is null) execute function private.keep_an_admin();--> statement-breakpoint

-- 5. Taking an account away is the auth server's table's business, which the login of the app may not touch.
create function private.delete_account(of_user uuid) returns void
language sql security definer set search_path = '' as $$
  delete from auth.users where id = of_user
$$;--> statement-breakpoint

-- 6. updated_at, and who may do what.
create trigger touch_updated_at before update on public.password_history
  for each row when (old.* is distinct from new.*) execute function public.touch_updated_at();--> statement-breakpoint
create trigger touch_updated_at before update on public.security_report_links
  for each row when (old.* is distinct from new.*) execute function public.touch_updated_at();--> statement-breakpoint
create trigger touch_updated_at before update on public.known_devices
  for each row when (old.* is distinct from new.*) execute function public.touch_updated_at();--> statement-breakpoint
create trigger touch_updated_at before update on public.rate_limits
  for each row when (old.* is distinct from new.*) execute function public.touch_updated_at();--> statement-breakpoint
create trigger touch_updated_at before update on public.mail_outbox
  for each row when (old.* is distinct from new.*) execute function public.touch_updated_at();--> statement-breakpoint
revoke all on function private.remember_password(), private.keep_security_event(), private.keep_an_admin(), private.delete_account(uuid)
  from public, anon, authenticated;--> statement-breakpoint
grant execute on function private.delete_account(uuid) to alcazar_app;--> statement-breakpoint
revoke all on table public.password_history, public.security_events, public.security_report_links, public.known_devices,
  public.rate_limits, public.mail_outbox from public, anon, authenticated;--> statement-breakpoint
grant select on table public.security_events to authenticated;--> statement-breakpoint
grant update (full_name, locale, theme, time_zone) on table public.profiles to authenticated;--> statement-breakpoint
grant select on table public.password_history to alcazar_app;--> statement-breakpoint
grant select, insert on table public.security_events to alcazar_app;--> statement-breakpoint
grant select, insert, update on table public.known_devices to alcazar_app;--> statement-breakpoint
grant select, insert, update, delete on table public.security_report_links, public.rate_limits, public.mail_outbox to alcazar_app;--> statement-breakpoint
grant all on table public.password_history, public.security_events, public.security_report_links, public.known_devices,
  public.rate_limits, public.mail_outbox to service_role;
