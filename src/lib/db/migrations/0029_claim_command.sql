-- The beginning of every command (decision 101) as one statement: it takes the key, or says what is kept under it. The
-- primary key makes a repetition wait for the outcome of the first one, two seconds at most, because it holds a connection
-- all the while; the work that follows waits as long as the role may. Nothing at all comes back for a key that was pruned
-- between the two.
create function private.claim_command(of_user uuid, of_route text, of_key text, of_hash text, until timestamptz)
returns table (is_new boolean, hash text, status smallint, body text)
language plpgsql set search_path = '' set lock_timeout = '2s' as $$
begin
  insert into public.idempotency_keys (user_id, route, key, input_hash, expires_at)
  values (of_user, of_route, of_key, of_hash, until)
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
revoke all on function private.claim_command(uuid, text, text, text, timestamptz) from public, anon, authenticated;--> statement-breakpoint
grant execute on function private.claim_command(uuid, text, text, text, timestamptz) to alcazar_app;
