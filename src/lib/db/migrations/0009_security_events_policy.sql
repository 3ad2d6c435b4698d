ALTER POLICY "security_events_read_own" ON "security_events" TO authenticated USING ("security_events"."user_id" = (select auth.uid()) and coalesce("security_events"."actor_id", "security_events"."user_id") = (select auth.uid()));--> statement-breakpoint
-- An update that changes nothing would have emptied where and from what it came: only a user who goes takes that along.
create or replace function private.keep_security_event() returns trigger
language plpgsql set search_path = '' as $$
begin
  if (to_jsonb(new) - 'user_id' - 'actor_id') = (to_jsonb(old) - 'user_id' - 'actor_id')
    and (new.user_id, new.actor_id) is distinct from (old.user_id, old.actor_id)
    and (new.user_id is null or new.user_id = old.user_id) and (new.actor_id is null or new.actor_id = old.actor_id) then
    new.session_id := null;
    new.address := null;
    new.user_agent := null;
    return new;
  end if;
  raise exception 'security_events is append-only' using errcode = '42501';
end
$$;
