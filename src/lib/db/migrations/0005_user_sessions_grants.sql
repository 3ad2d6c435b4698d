create trigger touch_updated_at before update on public.user_sessions
  for each row when (old.* is distinct from new.*) execute function public.touch_updated_at();--> statement-breakpoint
create trigger end_auth_session after insert or update of revoked_at on public.user_sessions
  for each row when (new.revoked_at is not null) execute function private.end_auth_session();--> statement-breakpoint
revoke all on table public.user_sessions from public, anon, authenticated;--> statement-breakpoint
-- A user reads what is kept about their sessions and ends one through the app, which asks who they are first.
grant select on table public.user_sessions to authenticated;--> statement-breakpoint
grant select, insert, update on table public.user_sessions to alcazar_app;--> statement-breakpoint
grant all on table public.user_sessions to service_role;
