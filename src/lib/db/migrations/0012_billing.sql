CREATE TYPE "public"."credit_note_reason" AS ENUM('plan_change');--> statement-breakpoint
CREATE TYPE "public"."invoice_line_kind" AS ENUM('period', 'unused');--> statement-breakpoint
CREATE TYPE "public"."invoice_reason" AS ENUM('start', 'renewal', 'plan_change');--> statement-breakpoint
CREATE TYPE "public"."invoice_void_reason" AS ENUM('cancelled', 'unpaid', 'left');--> statement-breakpoint
CREATE TYPE "public"."payment_method" AS ENUM('wallet');--> statement-breakpoint
CREATE TYPE "public"."subscription_end_reason" AS ENUM('asked', 'period_end', 'unpaid', 'left');--> statement-breakpoint
ALTER TYPE "public"."ledger_transaction_kind" ADD VALUE 'payment';--> statement-breakpoint
ALTER TYPE "public"."ledger_transaction_kind" ADD VALUE 'refund';--> statement-breakpoint
CREATE TABLE "billing_details" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"country" char(2) NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "billing_details_country_code" CHECK ("billing_details"."country" ~ '^[A-Z]{2}$')
);
--> statement-breakpoint
ALTER TABLE "billing_details" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "credit_notes" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"number" text DEFAULT '' NOT NULL,
	"invoice_id" uuid NOT NULL,
	"reason" "credit_note_reason" NOT NULL,
	"amount" bigint NOT NULL,
	"tax_amount" bigint NOT NULL,
	"ledger_transaction_id" uuid NOT NULL,
	"issued_at" timestamp with time zone NOT NULL,
	CONSTRAINT "credit_notes_number" UNIQUE("number"),
	CONSTRAINT "credit_notes_ledger_transaction_id" UNIQUE("ledger_transaction_id"),
	CONSTRAINT "credit_notes_amount_positive" CHECK ("credit_notes"."amount" > 0),
	CONSTRAINT "credit_notes_tax_within_amount" CHECK ("credit_notes"."tax_amount" between 0 and "credit_notes"."amount")
);
--> statement-breakpoint
ALTER TABLE "credit_notes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "document_counters" (
	"series" text NOT NULL,
	"year" smallint NOT NULL,
	"last_number" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "document_counters_pk" PRIMARY KEY("series","year"),
	CONSTRAINT "document_counters_last_number_positive" CHECK ("document_counters"."last_number" > 0)
);
--> statement-breakpoint
ALTER TABLE "document_counters" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "invoice_lines" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"invoice_id" uuid NOT NULL,
	"position" smallint NOT NULL,
	"kind" "invoice_line_kind" NOT NULL,
	"plan_name" text NOT NULL,
	"period_start" timestamp with time zone NOT NULL,
	"period_end" timestamp with time zone NOT NULL,
	"amount" bigint NOT NULL,
	CONSTRAINT "invoice_lines_one_per_position" UNIQUE("invoice_id","position"),
	CONSTRAINT "invoice_lines_unused_gives_back" CHECK (("invoice_lines"."kind" = 'unused') = ("invoice_lines"."amount" < 0))
);
--> statement-breakpoint
ALTER TABLE "invoice_lines" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "payments" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"invoice_id" uuid NOT NULL,
	"amount" bigint NOT NULL,
	"currency" char(3) NOT NULL,
	"method" "payment_method" NOT NULL,
	"ledger_transaction_id" uuid NOT NULL,
	"paid_at" timestamp with time zone NOT NULL,
	CONSTRAINT "payments_one_per_invoice" UNIQUE("invoice_id"),
	CONSTRAINT "payments_ledger_transaction_id" UNIQUE("ledger_transaction_id")
);
--> statement-breakpoint
ALTER TABLE "payments" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "prices" (
	"id" text PRIMARY KEY NOT NULL,
	"plan_id" text NOT NULL,
	"interval" "plan_interval" NOT NULL,
	"amount" bigint NOT NULL,
	"currency" char(3) NOT NULL,
	"trial_days" smallint DEFAULT 0 NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "prices_id_plan_id" UNIQUE("id","plan_id"),
	CONSTRAINT "prices_id_slug" CHECK ("prices"."id" ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
	CONSTRAINT "prices_amount_not_negative" CHECK ("prices"."amount" >= 0),
	CONSTRAINT "prices_currency_code" CHECK ("prices"."currency" ~ '^[A-Z]{3}$'),
	CONSTRAINT "prices_trial_days_sane" CHECK ("prices"."trial_days" between 0 and 365)
);
--> statement-breakpoint
ALTER TABLE "prices" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "tax_rates" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"country" char(2) NOT NULL,
	"basis_points" integer NOT NULL,
	"valid_from" timestamp with time zone NOT NULL,
	CONSTRAINT "tax_rates_one_at_a_time" UNIQUE("country","valid_from"),
	CONSTRAINT "tax_rates_country_code" CHECK ("tax_rates"."country" ~ '^[A-Z]{2}$'),
	CONSTRAINT "tax_rates_basis_points_sane" CHECK ("tax_rates"."basis_points" between 0 and 10000)
);
--> statement-breakpoint
ALTER TABLE "tax_rates" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "plans" DROP CONSTRAINT "plans_amount_not_negative";--> statement-breakpoint
ALTER TABLE "plans" DROP CONSTRAINT "plans_currency_code";--> statement-breakpoint
ALTER TABLE "invoices" DROP CONSTRAINT "invoices_subscription_id_subscriptions_id_fk";
--> statement-breakpoint
ALTER TABLE "subscriptions" DROP CONSTRAINT "subscriptions_user_id_profiles_id_fk";
--> statement-breakpoint
ALTER TABLE "subscriptions" ALTER COLUMN "user_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "invoices" ADD COLUMN "number" text;--> statement-breakpoint
ALTER TABLE "invoices" ADD COLUMN "user_id" uuid;--> statement-breakpoint
ALTER TABLE "invoices" ADD COLUMN "billed_to" text;--> statement-breakpoint
ALTER TABLE "invoices" ADD COLUMN "reason" "invoice_reason";--> statement-breakpoint
ALTER TABLE "invoices" ADD COLUMN "tax_amount" bigint;--> statement-breakpoint
ALTER TABLE "invoices" ADD COLUMN "tax_basis_points" integer;--> statement-breakpoint
ALTER TABLE "invoices" ADD COLUMN "country" char(2);--> statement-breakpoint
ALTER TABLE "invoices" ADD COLUMN "period_start" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "invoices" ADD COLUMN "period_end" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "invoices" ADD COLUMN "issued_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "invoices" ADD COLUMN "paid_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "invoices" ADD COLUMN "overdue_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "invoices" ADD COLUMN "voided_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "invoices" ADD COLUMN "void_reason" "invoice_void_reason";--> statement-breakpoint
ALTER TABLE "invoices" ADD COLUMN "attempts" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "invoices" ADD COLUMN "next_attempt_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "price_id" text;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "trial_ends_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "anchor" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "period_index" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "period_start" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "period_end" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "cancel_at_period_end" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "end_reason" "subscription_end_reason";--> statement-breakpoint
-- What is there already is carried over. A plan's one price becomes a row of its own.
INSERT INTO "prices" ("id", "plan_id", "interval", "amount", "currency", "active")
SELECT "id" || '-' || "interval" || '-' || lower("currency"), "id", "interval", "amount", "currency", "active" FROM "plans";--> statement-breakpoint
-- In UTC, whatever the session's time zone: the period that runs now, counted from the first day.
UPDATE "subscriptions" SET
	"price_id" = "counted"."price_id",
	"anchor" = "start_date",
	"period_index" = "counted"."periods",
	"period_start" = ("start_date" at time zone 'UTC' + "counted"."periods" * "counted"."step") at time zone 'UTC',
	"period_end" = ("start_date" at time zone 'UTC' + ("counted"."periods" + 1) * "counted"."step") at time zone 'UTC',
	"trial_ends_at" = case when "status" = 'trialing' then "start_date" + "counted"."step" end,
	"end_reason" = case when "status" = 'cancelled' then 'asked'::"subscription_end_reason" end
FROM (
	SELECT "begun"."id", "prices"."id" AS "price_id", ('1 ' || "prices"."interval")::interval AS "step",
		greatest(0, case "prices"."interval"
			when 'year' then extract(year from "age")
			else extract(year from "age") * 12 + extract(month from "age") end)::int AS "periods"
	FROM "subscriptions" AS "begun" JOIN "prices" USING ("plan_id"),
		LATERAL age(now() at time zone 'UTC', "begun"."start_date" at time zone 'UTC') AS "age"
) AS "counted"
WHERE "counted"."id" = "subscriptions"."id";--> statement-breakpoint
-- What was asked for before there were numbers gets one in the order it came, and the tax of the seller's own country.
UPDATE "invoices" SET
	"user_id" = "subscriptions"."user_id",
	"number" = case when "invoices"."status" <> 'draft' then "counted"."number" end,
	"reason" = 'start',
	"country" = 'ES',
	"tax_basis_points" = 2100,
	"tax_amount" = "invoices"."amount" - round("invoices"."amount" * 10000 / 12100.0),
	"period_start" = "invoices"."created_at",
	"period_end" = "invoices"."created_at" + interval '1 month',
	"issued_at" = case when "invoices"."status" <> 'draft' then "invoices"."created_at" end,
	"paid_at" = case when "invoices"."status" = 'paid' then "invoices"."updated_at" end,
	"overdue_at" = case when "invoices"."status" = 'overdue' then "invoices"."due_date" end,
	"voided_at" = case when "invoices"."status" = 'void' then "invoices"."updated_at" end,
	"void_reason" = case when "invoices"."status" = 'void' then 'cancelled'::"invoice_void_reason" end,
	"next_attempt_at" = case when "invoices"."status" in ('pending', 'overdue') then greatest("invoices"."due_date", now()) end
FROM "subscriptions", (
	SELECT "id", 'INV-' || "year" || '-' || lpad((row_number() over (partition by "year" order by "created_at", "id"))::text, 6, '0') AS "number"
	FROM "invoices", LATERAL (SELECT extract(year from "created_at" at time zone 'UTC')::int AS "year") AS "of"
	WHERE "status" <> 'draft'
	UNION ALL SELECT "id", null FROM "invoices" WHERE "status" = 'draft'
) AS "counted"
WHERE "subscriptions"."id" = "invoices"."subscription_id" AND "counted"."id" = "invoices"."id";--> statement-breakpoint
INSERT INTO "invoice_lines" ("invoice_id", "position", "kind", "plan_name", "period_start", "period_end", "amount")
SELECT "invoices"."id", 1, 'period', "plans"."name", "invoices"."period_start", "invoices"."period_end", "invoices"."amount"
FROM "invoices" JOIN "subscriptions" ON "subscriptions"."id" = "subscription_id" JOIN "plans" ON "plans"."id" = "plan_id";--> statement-breakpoint
INSERT INTO "document_counters" ("series", "year", "last_number")
SELECT 'INV', split_part("number", '-', 2)::int, count(*) FROM "invoices" WHERE "number" is not null GROUP BY 2;--> statement-breakpoint
ALTER TABLE "invoices" ALTER COLUMN "reason" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "invoices" ALTER COLUMN "tax_amount" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "invoices" ALTER COLUMN "tax_basis_points" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "invoices" ALTER COLUMN "country" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "invoices" ALTER COLUMN "period_start" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "invoices" ALTER COLUMN "period_end" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "subscriptions" ALTER COLUMN "price_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "subscriptions" ALTER COLUMN "anchor" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "subscriptions" ALTER COLUMN "period_start" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "subscriptions" ALTER COLUMN "period_end" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "billing_details" ADD CONSTRAINT "billing_details_user_id_profiles_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."profiles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_notes" ADD CONSTRAINT "credit_notes_invoice_id_invoices_id_fk" FOREIGN KEY ("invoice_id") REFERENCES "public"."invoices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_notes" ADD CONSTRAINT "credit_notes_ledger_transaction_id_ledger_transactions_id_fk" FOREIGN KEY ("ledger_transaction_id") REFERENCES "public"."ledger_transactions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoice_lines" ADD CONSTRAINT "invoice_lines_invoice_id_invoices_id_fk" FOREIGN KEY ("invoice_id") REFERENCES "public"."invoices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_ledger_transaction_id_ledger_transactions_id_fk" FOREIGN KEY ("ledger_transaction_id") REFERENCES "public"."ledger_transactions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_id_amount_currency" UNIQUE("id","amount","currency");--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_invoice_fk" FOREIGN KEY ("invoice_id","amount","currency") REFERENCES "public"."invoices"("id","amount","currency") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "prices" ADD CONSTRAINT "prices_plan_id_plans_id_fk" FOREIGN KEY ("plan_id") REFERENCES "public"."plans"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "credit_notes_invoice_id_idx" ON "credit_notes" USING btree ("invoice_id");--> statement-breakpoint
CREATE INDEX "payments_invoice_idx" ON "payments" USING btree ("invoice_id","amount","currency");--> statement-breakpoint
CREATE INDEX "prices_plan_id_idx" ON "prices" USING btree ("plan_id");--> statement-breakpoint
CREATE UNIQUE INDEX "prices_one_on_sale" ON "prices" USING btree ("plan_id","interval","currency") WHERE "prices"."active";--> statement-breakpoint
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_user_id_profiles_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."profiles"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_subscription_id_subscriptions_id_fk" FOREIGN KEY ("subscription_id") REFERENCES "public"."subscriptions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_price_fk" FOREIGN KEY ("price_id","plan_id") REFERENCES "public"."prices"("id","plan_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_user_id_profiles_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."profiles"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "invoices_one_per_period" ON "invoices" USING btree ("subscription_id","period_start") WHERE "invoices"."reason" <> 'plan_change';--> statement-breakpoint
CREATE INDEX "invoices_user_id_idx" ON "invoices" USING btree ("user_id","issued_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "invoices_next_attempt_at_idx" ON "invoices" USING btree ("next_attempt_at") WHERE "invoices"."next_attempt_at" is not null;--> statement-breakpoint
CREATE INDEX "subscriptions_price_idx" ON "subscriptions" USING btree ("price_id","plan_id");--> statement-breakpoint
CREATE INDEX "subscriptions_period_end_idx" ON "subscriptions" USING btree ("period_end") WHERE "subscriptions"."status" <> 'cancelled';--> statement-breakpoint
ALTER TABLE "plans" DROP COLUMN "amount";--> statement-breakpoint
ALTER TABLE "plans" DROP COLUMN "currency";--> statement-breakpoint
ALTER TABLE "plans" DROP COLUMN "interval";--> statement-breakpoint
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_number" UNIQUE("number");--> statement-breakpoint
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_tax_within_amount" CHECK ("invoices"."tax_amount" between 0 and "invoices"."amount");--> statement-breakpoint
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_period_runs" CHECK ("invoices"."period_start" < "invoices"."period_end");--> statement-breakpoint
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_issued_has_number" CHECK (case when "invoices"."status" = 'draft' then "invoices"."number" is null and "invoices"."issued_at" is null
        else "invoices"."number" is not null and "invoices"."issued_at" is not null end);--> statement-breakpoint
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_paid_has_date" CHECK (("invoices"."status" = 'paid') = ("invoices"."paid_at" is not null));--> statement-breakpoint
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_overdue_has_date" CHECK ("invoices"."status" <> 'overdue' or "invoices"."overdue_at" is not null);--> statement-breakpoint
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_void_has_reason" CHECK (("invoices"."status" = 'void') = ("invoices"."voided_at" is not null)
        and ("invoices"."status" = 'void') = ("invoices"."void_reason" is not null));--> statement-breakpoint
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_open_is_tried_again" CHECK (("invoices"."status" in ('pending', 'overdue')) = ("invoices"."next_attempt_at" is not null));--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_cancelled_has_reason" CHECK (("subscriptions"."status" = 'cancelled') = ("subscriptions"."end_reason" is not null));--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_live_has_user" CHECK ("subscriptions"."user_id" is not null or "subscriptions"."status" = 'cancelled');--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_trial_has_end" CHECK ("subscriptions"."status" <> 'trialing' or "subscriptions"."trial_ends_at" is not null);--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_period_runs" CHECK ("subscriptions"."period_start" < "subscriptions"."period_end");--> statement-breakpoint
CREATE POLICY "billing_details_read_own" ON "billing_details" AS PERMISSIVE FOR SELECT TO "authenticated" USING ("billing_details"."user_id" = (select auth.uid()));--> statement-breakpoint
CREATE POLICY "billing_details_live_session" ON "billing_details" AS RESTRICTIVE FOR ALL TO "authenticated" USING ((select private.session_is_live()));--> statement-breakpoint
CREATE POLICY "billing_details_system" ON "billing_details" AS PERMISSIVE FOR ALL TO "alcazar_app" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "credit_notes_read_own" ON "credit_notes" AS PERMISSIVE FOR SELECT TO "authenticated" USING (invoice_id in (select id from public.invoices where user_id = (select auth.uid())));--> statement-breakpoint
CREATE POLICY "credit_notes_live_session" ON "credit_notes" AS RESTRICTIVE FOR ALL TO "authenticated" USING ((select private.session_is_live()));--> statement-breakpoint
CREATE POLICY "credit_notes_system" ON "credit_notes" AS PERMISSIVE FOR ALL TO "alcazar_app" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "document_counters_system" ON "document_counters" AS PERMISSIVE FOR ALL TO "alcazar_app" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "invoice_lines_read_own" ON "invoice_lines" AS PERMISSIVE FOR SELECT TO "authenticated" USING (invoice_id in (select id from public.invoices where user_id = (select auth.uid())));--> statement-breakpoint
CREATE POLICY "invoice_lines_live_session" ON "invoice_lines" AS RESTRICTIVE FOR ALL TO "authenticated" USING ((select private.session_is_live()));--> statement-breakpoint
CREATE POLICY "invoice_lines_system" ON "invoice_lines" AS PERMISSIVE FOR ALL TO "alcazar_app" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "payments_read_own" ON "payments" AS PERMISSIVE FOR SELECT TO "authenticated" USING (invoice_id in (select id from public.invoices where user_id = (select auth.uid())));--> statement-breakpoint
CREATE POLICY "payments_live_session" ON "payments" AS RESTRICTIVE FOR ALL TO "authenticated" USING ((select private.session_is_live()));--> statement-breakpoint
CREATE POLICY "payments_system" ON "payments" AS PERMISSIVE FOR ALL TO "alcazar_app" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "prices_read_all" ON "prices" AS PERMISSIVE FOR SELECT TO "anon", "authenticated" USING (true);--> statement-breakpoint
CREATE POLICY "prices_system" ON "prices" AS PERMISSIVE FOR ALL TO "alcazar_app" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tax_rates_read_all" ON "tax_rates" AS PERMISSIVE FOR SELECT TO "anon", "authenticated" USING (true);--> statement-breakpoint
CREATE POLICY "tax_rates_system" ON "tax_rates" AS PERMISSIVE FOR ALL TO "alcazar_app" USING (true) WITH CHECK (true);--> statement-breakpoint
ALTER POLICY "invoices_read_own" ON "invoices" TO authenticated USING ("invoices"."user_id" = (select auth.uid()));