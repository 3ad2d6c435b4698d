-- A command that knows its answer before it is carried out keeps it along with the key (decision 176): one row is written
-- once, not twice. The old signature goes in the same transaction, so that an instance of the build before, which hands over
-- no answer, finds this one.
drop function private.claim_command(uuid, text, text, text, timestamptz);--> statement-breakpoint
create function private.claim_command(
  of_user uuid, of_route text, of_key text, of_hash text, until timestamptz,
  with_status smallint default null, with_body text default null
)
returns table (is_new boolean, hash text, status smallint, body text)
language plpgsql set search_path = '' set lock_timeout = '2s' as $$
begin
  insert into public.idempotency_keys (user_id, route, key, input_hash, expires_at, response_status, response_body)
  values (of_user, of_route, of_key, of_hash, until, with_status, with_body)
  on conflict do nothing;
  if found then
    return query select true, null::text, null::smallint, null::text;
  else
    return query
      select false, command.input_hash, command.response_status, command.response_body
      from public.idempotency_keys as command
      where command.user_id = of_user and command.route = of_route and command.key = of_key;
  end if;
end
$$;--> statement-breakpoint
revoke all on function private.claim_command(uuid, text, text, text, timestamptz, smallint, text)
  from public, anon, authenticated;--> statement-breakpoint
grant execute on function private.claim_command(uuid, text, text, text, timestamptz, smallint, text) to alcazar_app;
--> statement-breakpoint
-- Only a key that came without its answer has to be looked at again when its transaction ends.
drop trigger idempotency_key_has_answer on public.idempotency_keys;--> statement-breakpoint
create constraint trigger idempotency_key_has_answer after insert on public.idempotency_keys
  deferrable initially deferred for each row when (new.response_status is null)
  execute function private.check_idempotency_key();
