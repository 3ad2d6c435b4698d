-- The secret key of the project is not the app's: nothing here signs in with it. It was given everything in the older tables,
-- the hashes of passwords and the links in waiting mails included, and could delete from the trail of security events.
revoke all on table public.profiles, public.plans, public.user_sessions, public.password_history, public.security_events,
  public.security_report_links, public.known_devices, public.rate_limits, public.mail_outbox, public.idempotency_keys
  from service_role;--> statement-breakpoint
-- It reads what a person at a dashboard may have to look at, and nothing that opens something.
grant select on table public.profiles, public.plans, public.user_sessions, public.security_events to service_role;--> statement-breakpoint
alter default privileges in schema public revoke all on tables from service_role;
