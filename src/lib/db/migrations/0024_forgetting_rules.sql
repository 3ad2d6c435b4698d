-- What a provider said stays as it was said, or is forgotten as a whole: a month later at the earliest, when nothing is left to be
-- done about it. So neither a mistake nor an intruder takes away what a fresh payment can be replayed from.
create or replace function private.keep_webhook_event() returns trigger
language plpgsql set search_path = '' as $$
declare
  free constant text[] := array['status', 'waits_for', 'attempts', 'next_attempt_at', 'handled_at', 'last_error', 'updated_at',
    'payload'];
begin
  if tg_op = 'UPDATE' and (to_jsonb(new) - free) = (to_jsonb(old) - free)
    and (new.payload is not distinct from old.payload
      or new.payload is null and new.status in ('handled', 'unknown') and old.received_at < now() - interval '30 days') then
    return new;
  end if;
  raise exception 'what a provider said stays as it was said' using errcode = '42501';
end
$$;
