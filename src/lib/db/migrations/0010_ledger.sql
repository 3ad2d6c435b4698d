CREATE TYPE "public"."ledger_account_kind" AS ENUM('wallet', 'clearing', 'payouts', 'revenue', 'receivable', 'tax');--> statement-breakpoint
CREATE TYPE "public"."ledger_transaction_kind" AS ENUM('top_up', 'transfer', 'reversal');--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"user_id" uuid NOT NULL,
	"route" text NOT NULL,
	"key" text NOT NULL,
	"input_hash" text NOT NULL,
	"response_status" smallint,
	"response_body" text,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_pk" PRIMARY KEY("user_id","route","key"),
	CONSTRAINT "idempotency_keys_key_short" CHECK (char_length("idempotency_keys"."key") between 1 and 255),
	CONSTRAINT "idempotency_keys_answer_whole" CHECK (("idempotency_keys"."response_status" is null) = ("idempotency_keys"."response_body" is null))
);
--> statement-breakpoint
ALTER TABLE "idempotency_keys" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "ledger_accounts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" "ledger_account_kind" NOT NULL,
	"user_id" uuid,
	"currency" char(3) NOT NULL,
	"balance" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "ledger_accounts_id_currency" UNIQUE("id","currency"),
	CONSTRAINT "ledger_accounts_currency_code" CHECK ("ledger_accounts"."currency" ~ '^[A-Z]{3}$'),
	CONSTRAINT "ledger_accounts_house_has_no_user" CHECK ("ledger_accounts"."kind" = 'wallet' or "ledger_accounts"."user_id" is null),
	CONSTRAINT "ledger_accounts_wallet_not_negative" CHECK ("ledger_accounts"."kind" <> 'wallet' or "ledger_accounts"."balance" >= 0)
);
--> statement-breakpoint
ALTER TABLE "ledger_accounts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "ledger_entries" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"transaction_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"amount" bigint NOT NULL,
	"currency" char(3) NOT NULL,
	"posted_at" timestamp with time zone NOT NULL,
	CONSTRAINT "ledger_entries_amount_moves" CHECK ("ledger_entries"."amount" <> 0)
);
--> statement-breakpoint
ALTER TABLE "ledger_entries" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "ledger_transactions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" "ledger_transaction_kind" NOT NULL,
	"currency" char(3) NOT NULL,
	"posted_at" timestamp with time zone NOT NULL,
	"entry_count" smallint NOT NULL,
	"reference" text NOT NULL,
	"reverses_id" uuid,
	"note" text,
	"metadata" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "ledger_transactions_reference" UNIQUE("reference"),
	CONSTRAINT "ledger_transactions_reversed_once" UNIQUE("reverses_id"),
	CONSTRAINT "ledger_transactions_id_currency_posted_at" UNIQUE("id","currency","posted_at"),
	CONSTRAINT "ledger_transactions_two_entries" CHECK ("ledger_transactions"."entry_count" >= 2),
	CONSTRAINT "ledger_transactions_reversal_names_its_cause" CHECK (("ledger_transactions"."kind" = 'reversal') = ("ledger_transactions"."reverses_id" is not null)),
	CONSTRAINT "ledger_transactions_reference_short" CHECK (char_length("ledger_transactions"."reference") between 1 and 320),
	CONSTRAINT "ledger_transactions_note_short" CHECK (char_length("ledger_transactions"."note") between 1 and 140)
);
--> statement-breakpoint
ALTER TABLE "ledger_transactions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "auth"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_accounts" ADD CONSTRAINT "ledger_accounts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "auth"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_transaction_fk" FOREIGN KEY ("transaction_id","currency","posted_at") REFERENCES "public"."ledger_transactions"("id","currency","posted_at") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_account_fk" FOREIGN KEY ("account_id","currency") REFERENCES "public"."ledger_accounts"("id","currency") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_transactions" ADD CONSTRAINT "ledger_transactions_reverses_id_fk" FOREIGN KEY ("reverses_id") REFERENCES "public"."ledger_transactions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "idempotency_keys_expires_at_idx" ON "idempotency_keys" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_accounts_one_wallet_per_currency" ON "ledger_accounts" USING btree ("user_id","currency");--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_accounts_one_of_the_house_per_currency" ON "ledger_accounts" USING btree ("kind","currency") WHERE "ledger_accounts"."kind" <> 'wallet';--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_entries_one_per_account" ON "ledger_entries" USING btree ("transaction_id","currency","posted_at","account_id");--> statement-breakpoint
CREATE INDEX "ledger_entries_statement_idx" ON "ledger_entries" USING btree ("account_id","currency","posted_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE POLICY "idempotency_keys_system" ON "idempotency_keys" AS PERMISSIVE FOR ALL TO "alcazar_app" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "ledger_accounts_read_own" ON "ledger_accounts" AS PERMISSIVE FOR SELECT TO "authenticated" USING ("ledger_accounts"."user_id" = (select auth.uid()));--> statement-breakpoint
CREATE POLICY "ledger_accounts_live_session" ON "ledger_accounts" AS RESTRICTIVE FOR ALL TO "authenticated" USING ((select private.session_is_live()));--> statement-breakpoint
CREATE POLICY "ledger_accounts_system" ON "ledger_accounts" AS PERMISSIVE FOR ALL TO "alcazar_app" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "ledger_entries_read_own" ON "ledger_entries" AS PERMISSIVE FOR SELECT TO "authenticated" USING ("ledger_entries"."account_id" in (select id from public.ledger_accounts where user_id = (select auth.uid())));--> statement-breakpoint
CREATE POLICY "ledger_entries_live_session" ON "ledger_entries" AS RESTRICTIVE FOR ALL TO "authenticated" USING ((select private.session_is_live()));--> statement-breakpoint
CREATE POLICY "ledger_entries_system" ON "ledger_entries" AS PERMISSIVE FOR ALL TO "alcazar_app" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "ledger_transactions_system" ON "ledger_transactions" AS PERMISSIVE FOR ALL TO "alcazar_app" USING (true) WITH CHECK (true);