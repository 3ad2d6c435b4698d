CREATE TYPE "public"."security_event" AS ENUM('sign_up', 'sign_in', 'sign_out', 'new_device', 'session_ended', 'other_sessions_ended', 'reauthenticated', 'password_changed', 'password_reset_requested', 'password_reset', 'email_change_requested', 'email_changed', 'access_refused', 'limit_hit', 'reported_not_me', 'data_exported', 'account_deleted', 'role_changed', 'account_suspended', 'account_restored', 'password_change_required');--> statement-breakpoint
CREATE TYPE "public"."security_outcome" AS ENUM('succeeded', 'refused');--> statement-breakpoint
ALTER TYPE "public"."session_end" ADD VALUE 'replaced';--> statement-breakpoint
ALTER TYPE "public"."session_end" ADD VALUE 'reported';--> statement-breakpoint
ALTER TYPE "public"."session_end" ADD VALUE 'suspended';--> statement-breakpoint
ALTER TYPE "public"."session_end" ADD VALUE 'ended_by_admin';--> statement-breakpoint
CREATE TABLE "known_devices" (
	"user_id" uuid NOT NULL,
	"device_hash" text NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "known_devices_user_id_device_hash_pk" PRIMARY KEY("user_id","device_hash")
);
--> statement-breakpoint
ALTER TABLE "known_devices" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "mail_outbox" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid,
	"recipient" text NOT NULL,
	"subject" text NOT NULL,
	"text" text NOT NULL,
	"html" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone NOT NULL,
	"failed_at" timestamp with time zone,
	"last_error" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "mail_outbox" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "password_history" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"password_hash" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "password_history" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" text PRIMARY KEY NOT NULL,
	"points" integer DEFAULT 0 NOT NULL,
	"expire" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "rate_limits" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "security_events" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"kind" "security_event" NOT NULL,
	"outcome" "security_outcome" NOT NULL,
	"user_id" uuid,
	"actor_id" uuid,
	"session_id" uuid,
	"address" "inet",
	"user_agent" text,
	"request_id" text,
	"details" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "security_events_user_agent_short" CHECK (char_length("security_events"."user_agent") <= 500)
);
--> statement-breakpoint
ALTER TABLE "security_events" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "security_report_links" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"kind" "security_event" NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "security_report_links" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "profiles" ADD COLUMN "locale" text;--> statement-breakpoint
ALTER TABLE "profiles" ADD COLUMN "theme" text;--> statement-breakpoint
ALTER TABLE "profiles" ADD COLUMN "time_zone" text;--> statement-breakpoint
ALTER TABLE "profiles" ADD COLUMN "password_must_change" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "profiles" ADD COLUMN "password_must_reset" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "profiles" ADD COLUMN "suspended_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "known_devices" ADD CONSTRAINT "known_devices_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "auth"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mail_outbox" ADD CONSTRAINT "mail_outbox_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "auth"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "password_history" ADD CONSTRAINT "password_history_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "auth"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "security_events" ADD CONSTRAINT "security_events_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "auth"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "security_events" ADD CONSTRAINT "security_events_actor_id_users_id_fk" FOREIGN KEY ("actor_id") REFERENCES "auth"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "security_report_links" ADD CONSTRAINT "security_report_links_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "auth"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "mail_outbox_due_idx" ON "mail_outbox" USING btree ("next_attempt_at") WHERE "mail_outbox"."failed_at" is null;--> statement-breakpoint
CREATE INDEX "mail_outbox_user_id_idx" ON "mail_outbox" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "password_history_user_id_created_at_idx" ON "password_history" USING btree ("user_id","created_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "rate_limits_expire_idx" ON "rate_limits" USING btree ("expire");--> statement-breakpoint
CREATE INDEX "security_events_user_id_occurred_at_id_idx" ON "security_events" USING btree ("user_id","occurred_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "security_events_kind_occurred_at_idx" ON "security_events" USING btree ("kind","occurred_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "security_events_actor_id_idx" ON "security_events" USING btree ("actor_id");--> statement-breakpoint
CREATE INDEX "security_report_links_user_id_idx" ON "security_report_links" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "security_report_links_expires_at_idx" ON "security_report_links" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "profiles_email_idx" ON "profiles" USING btree ("email");--> statement-breakpoint
CREATE INDEX "profiles_created_at_id_idx" ON "profiles" USING btree ("created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "profiles_search_idx" ON "profiles" USING gin (lower("email" || ' ' || coalesce("full_name", '')) extensions.gin_trgm_ops);--> statement-breakpoint
ALTER TABLE "profiles" ADD CONSTRAINT "profiles_locale_known" CHECK ("profiles"."locale" in ('en', 'es'));--> statement-breakpoint
ALTER TABLE "profiles" ADD CONSTRAINT "profiles_theme_known" CHECK ("profiles"."theme" in ('light', 'dark'));--> statement-breakpoint
ALTER TABLE "profiles" ADD CONSTRAINT "profiles_time_zone_short" CHECK (char_length("profiles"."time_zone") between 1 and 64);--> statement-breakpoint
CREATE POLICY "known_devices_system" ON "known_devices" AS PERMISSIVE FOR ALL TO "alcazar_app" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "mail_outbox_system" ON "mail_outbox" AS PERMISSIVE FOR ALL TO "alcazar_app" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "password_history_system" ON "password_history" AS PERMISSIVE FOR ALL TO "alcazar_app" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "rate_limits_system" ON "rate_limits" AS PERMISSIVE FOR ALL TO "alcazar_app" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "security_events_read_own" ON "security_events" AS PERMISSIVE FOR SELECT TO "authenticated" USING ("security_events"."user_id" = (select auth.uid()));--> statement-breakpoint
CREATE POLICY "security_events_live_session" ON "security_events" AS RESTRICTIVE FOR ALL TO "authenticated" USING ((select private.session_is_live()));--> statement-breakpoint
CREATE POLICY "security_events_system" ON "security_events" AS PERMISSIVE FOR ALL TO "alcazar_app" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "security_report_links_system" ON "security_report_links" AS PERMISSIVE FOR ALL TO "alcazar_app" USING (true) WITH CHECK (true);