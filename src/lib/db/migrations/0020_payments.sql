CREATE TYPE "public"."checkout_end" AS ENUM('expired', 'cancelled', 'declined');--> statement-breakpoint
CREATE TYPE "public"."checkout_purpose" AS ENUM('top_up', 'invoice');--> statement-breakpoint
CREATE TYPE "public"."payment_provider" AS ENUM('test', 'stripe');--> statement-breakpoint
CREATE TYPE "public"."test_checkout_state" AS ENUM('open', 'paid', 'declined', 'cancelled');--> statement-breakpoint
CREATE TYPE "public"."webhook_status" AS ENUM('received', 'handled', 'waiting', 'unknown', 'failed');--> statement-breakpoint
ALTER TYPE "public"."ledger_transaction_kind" ADD VALUE 'card_return';--> statement-breakpoint
ALTER TYPE "public"."payment_method" ADD VALUE 'card';--> statement-breakpoint
CREATE TABLE "checkouts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid,
	"wallet_id" uuid NOT NULL,
	"purpose" "checkout_purpose" NOT NULL,
	"invoice_id" uuid,
	"amount" bigint NOT NULL,
	"currency" char(3) NOT NULL,
	"provider" "payment_provider" NOT NULL,
	"reference" text,
	"url" text,
	"expires_at" timestamp with time zone NOT NULL,
	"payment_reference" text,
	"customer_reference" text,
	"paid_at" timestamp with time zone,
	"ended" "checkout_end",
	"refunded" bigint DEFAULT 0 NOT NULL,
	"disputed" bigint DEFAULT 0 NOT NULL,
	"dispute_won" boolean DEFAULT false NOT NULL,
	"transaction_id" uuid,
	"taken_back" bigint DEFAULT 0 NOT NULL,
	"owed" bigint DEFAULT 0 NOT NULL,
	"has_paid_invoice" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "checkouts_reference" UNIQUE("provider","reference"),
	CONSTRAINT "checkouts_payment_reference" UNIQUE("provider","payment_reference"),
	CONSTRAINT "checkouts_transaction_id" UNIQUE("transaction_id"),
	CONSTRAINT "checkouts_amount_positive" CHECK ("checkouts"."amount" > 0),
	CONSTRAINT "checkouts_purpose_has_invoice" CHECK (("checkouts"."purpose" = 'invoice') = ("checkouts"."invoice_id" is not null)),
	CONSTRAINT "checkouts_given_back_within_amount" CHECK ("checkouts"."refunded" between 0 and "checkouts"."amount" and "checkouts"."disputed" between 0 and "checkouts"."amount"
        and "checkouts"."taken_back" between 0 and "checkouts"."amount"),
	CONSTRAINT "checkouts_owed_was_taken_back" CHECK ("checkouts"."owed" between 0 and "checkouts"."taken_back"),
	CONSTRAINT "checkouts_has_paid_an_invoice" CHECK (not "checkouts"."has_paid_invoice" or "checkouts"."purpose" = 'invoice'),
	CONSTRAINT "checkouts_posted_was_paid" CHECK ("checkouts"."transaction_id" is null or "checkouts"."paid_at" is not null),
	CONSTRAINT "checkouts_taken_back_was_posted" CHECK ("checkouts"."taken_back" = 0 or "checkouts"."transaction_id" is not null)
);
--> statement-breakpoint
ALTER TABLE "checkouts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "test_checkouts" (
	"reference" text PRIMARY KEY NOT NULL,
	"order_id" uuid NOT NULL,
	"amount" bigint NOT NULL,
	"currency" char(3) NOT NULL,
	"description" text NOT NULL,
	"return_url" text NOT NULL,
	"state" "test_checkout_state" DEFAULT 'open' NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"payment" text,
	"paid_at" timestamp with time zone,
	"is_refunded" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "test_checkouts_order_id" UNIQUE("order_id"),
	CONSTRAINT "test_checkouts_paid_has_payment" CHECK (("test_checkouts"."state" = 'paid') = ("test_checkouts"."payment" is not null))
);
--> statement-breakpoint
ALTER TABLE "test_checkouts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "test_webhooks" (
	"id" text PRIMARY KEY NOT NULL,
	"payload" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone,
	"delivered_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "test_webhooks" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "webhook_events" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"provider" "payment_provider" NOT NULL,
	"event_id" text NOT NULL,
	"type" text NOT NULL,
	"payload" text NOT NULL,
	"status" "webhook_status" DEFAULT 'received' NOT NULL,
	"waits_for" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone,
	"received_at" timestamp with time zone NOT NULL,
	"handled_at" timestamp with time zone,
	"last_error" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "webhook_events_once" UNIQUE("provider","event_id"),
	CONSTRAINT "webhook_events_received_is_due" CHECK (("webhook_events"."status" = 'received') = ("webhook_events"."next_attempt_at" is not null)),
	CONSTRAINT "webhook_events_handled_has_date" CHECK (("webhook_events"."status" = 'handled') = ("webhook_events"."handled_at" is not null)),
	CONSTRAINT "webhook_events_waiting_names_it" CHECK (("webhook_events"."status" = 'waiting') = ("webhook_events"."waits_for" is not null))
);
--> statement-breakpoint
ALTER TABLE "webhook_events" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "checkouts" ADD CONSTRAINT "checkouts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "auth"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "checkouts" ADD CONSTRAINT "checkouts_invoice_id_invoices_id_fk" FOREIGN KEY ("invoice_id") REFERENCES "public"."invoices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "checkouts" ADD CONSTRAINT "checkouts_transaction_id_ledger_transactions_id_fk" FOREIGN KEY ("transaction_id") REFERENCES "public"."ledger_transactions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "checkouts" ADD CONSTRAINT "checkouts_wallet_fk" FOREIGN KEY ("wallet_id","currency") REFERENCES "public"."ledger_accounts"("id","currency") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "checkouts_user_id_idx" ON "checkouts" USING btree ("user_id","created_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "checkouts_wallet_idx" ON "checkouts" USING btree ("wallet_id","currency");--> statement-breakpoint
CREATE INDEX "checkouts_invoice_id_idx" ON "checkouts" USING btree ("invoice_id");--> statement-breakpoint
CREATE INDEX "checkouts_owed_idx" ON "checkouts" USING btree ("wallet_id") WHERE "checkouts"."owed" > 0;--> statement-breakpoint
CREATE INDEX "checkouts_open_idx" ON "checkouts" USING btree ("created_at") WHERE "checkouts"."paid_at" is null and "checkouts"."ended" is null;--> statement-breakpoint
CREATE INDEX "test_webhooks_due_idx" ON "test_webhooks" USING btree ("next_attempt_at") WHERE "test_webhooks"."next_attempt_at" is not null;--> statement-breakpoint
CREATE INDEX "webhook_events_due_idx" ON "webhook_events" USING btree ("next_attempt_at") WHERE "webhook_events"."status" = 'received';--> statement-breakpoint
CREATE INDEX "webhook_events_waiting_idx" ON "webhook_events" USING btree ("provider","waits_for") WHERE "webhook_events"."status" = 'waiting';--> statement-breakpoint
CREATE POLICY "checkouts_read_own" ON "checkouts" AS PERMISSIVE FOR SELECT TO "authenticated" USING ("checkouts"."user_id" = (select auth.uid()));--> statement-breakpoint
CREATE POLICY "checkouts_live_session" ON "checkouts" AS RESTRICTIVE FOR ALL TO "authenticated" USING ((select private.session_is_live()));--> statement-breakpoint
CREATE POLICY "checkouts_system" ON "checkouts" AS PERMISSIVE FOR ALL TO "alcazar_app" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "test_checkouts_system" ON "test_checkouts" AS PERMISSIVE FOR ALL TO "alcazar_app" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "test_webhooks_system" ON "test_webhooks" AS PERMISSIVE FOR ALL TO "alcazar_app" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "webhook_events_system" ON "webhook_events" AS PERMISSIVE FOR ALL TO "alcazar_app" USING (true) WITH CHECK (true);