ALTER TABLE "webhook_events" ALTER COLUMN "payload" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "invoices" ADD COLUMN "seller_name" text NOT NULL DEFAULT 'Alcázar';--> statement-breakpoint
-- Invoices that were issued before have named the house and nothing else; from now on each says who sold it.
ALTER TABLE "invoices" ALTER COLUMN "seller_name" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "invoices" ADD COLUMN "seller_address" text;--> statement-breakpoint
ALTER TABLE "invoices" ADD COLUMN "seller_tax_id" text;--> statement-breakpoint
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_seller_whole" CHECK (("invoices"."seller_address" is null) = ("invoices"."seller_tax_id" is null));--> statement-breakpoint
ALTER TABLE "webhook_events" ADD CONSTRAINT "webhook_events_body_until_it_is_over" CHECK ("webhook_events"."payload" is not null or "webhook_events"."status" in ('handled', 'unknown'));