CREATE TYPE "public"."session_end" AS ENUM('signed_out', 'ended_elsewhere', 'password_changed', 'expired');--> statement-breakpoint
CREATE TABLE "user_sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"first_seen_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL,
	"address" "inet",
	"user_agent" text,
	"revoked_at" timestamp with time zone,
	"revoked_by" uuid,
	"revoked_reason" "session_end",
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "user_sessions_revoked_has_reason" CHECK (("user_sessions"."revoked_at" is null) = ("user_sessions"."revoked_reason" is null)),
	CONSTRAINT "user_sessions_seen_in_order" CHECK ("user_sessions"."first_seen_at" <= "user_sessions"."last_seen_at"),
	CONSTRAINT "user_sessions_user_agent_short" CHECK (char_length("user_sessions"."user_agent") <= 500)
);
--> statement-breakpoint
ALTER TABLE "user_sessions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "user_sessions" ADD CONSTRAINT "user_sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "auth"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_sessions" ADD CONSTRAINT "user_sessions_revoked_by_users_id_fk" FOREIGN KEY ("revoked_by") REFERENCES "auth"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "user_sessions_user_id_last_seen_at_idx" ON "user_sessions" USING btree ("user_id","last_seen_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "user_sessions_revoked_by_idx" ON "user_sessions" USING btree ("revoked_by");--> statement-breakpoint
CREATE POLICY "profiles_live_session" ON "profiles" AS RESTRICTIVE FOR ALL TO "authenticated" USING ((select private.session_is_live()));--> statement-breakpoint
CREATE POLICY "invoices_live_session" ON "invoices" AS RESTRICTIVE FOR ALL TO "authenticated" USING ((select private.session_is_live()));--> statement-breakpoint
CREATE POLICY "subscriptions_live_session" ON "subscriptions" AS RESTRICTIVE FOR ALL TO "authenticated" USING ((select private.session_is_live()));--> statement-breakpoint
CREATE POLICY "user_sessions_read_own" ON "user_sessions" AS PERMISSIVE FOR SELECT TO "authenticated" USING ("user_sessions"."user_id" = (select auth.uid()));--> statement-breakpoint
CREATE POLICY "user_sessions_live_session" ON "user_sessions" AS RESTRICTIVE FOR ALL TO "authenticated" USING ((select private.session_is_live()));--> statement-breakpoint
CREATE POLICY "user_sessions_system" ON "user_sessions" AS PERMISSIVE FOR ALL TO "alcazar_app" USING (true) WITH CHECK (true);