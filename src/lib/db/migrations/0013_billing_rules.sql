-- 1. A price stays what it is: whoever has it was told so. A new one takes its place.
create function private.keep_price() returns trigger
language plpgsql set search_path = '' as $$
declare
  free constant text[] := array['active', 'trial_days', 'updated_at'];
begin
  if tg_op = 'UPDATE' and (to_jsonb(new) - free) = (to_jsonb(old) - free) then
    return new;
  end if;
  raise exception 'a price does not change: make another one' using errcode = '42501';
end
$$;--> statement-breakpoint
create trigger keep_price before update or delete on public.prices
  for each row execute function private.keep_price();--> statement-breakpoint

-- 2. Numbers without gaps: the counter's row is locked until the document is committed, and goes back with it. Nobody else
--    may write the counters, so nobody can skip or repeat one.
create function private.next_number(of_series text, at timestamptz) returns text
language plpgsql security definer set search_path = '' as $$
declare
  of_year constant smallint := extract(year from at at time zone 'UTC');
  given int;
begin
  insert into public.document_counters as counter (series, year, last_number) values (of_series, of_year, 1)
  on conflict (series, year) do update set last_number = counter.last_number + 1
  returning last_number into given;
  return of_series || '-' || of_year || '-' || lpad(given::text, greatest(6, length(given::text)), '0');
end
$$;--> statement-breakpoint

-- 3. An invoice begins as a draft, and is issued once: it adds up, and has its number from here and from nowhere else.
create function private.issue_invoice() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  total numeric;
begin
  if tg_op = 'INSERT' then
    if new.status = 'draft' then
      return new;
    end if;
    raise exception 'an invoice begins as a draft' using errcode = '42501';
  end if;
  if new.status <> 'pending' or new.number is not null then
    raise exception 'a draft becomes pending, and is given its number' using errcode = '42501';
  end if;
  select sum(amount) into total from public.invoice_lines where invoice_id = new.id;
  if total is distinct from new.amount then
    raise exception 'the lines of invoice % add up to %, not %', new.id, total, new.amount
      using errcode = '23514', constraint = 'invoices_lines_add_up';
  end if;
  new.number := private.next_number('INV', new.issued_at);
  return new;
end
$$;--> statement-breakpoint
create trigger issue_invoice_inserted before insert on public.invoices
  for each row execute function private.issue_invoice();--> statement-breakpoint
create trigger issue_invoice before update on public.invoices
  for each row when (old.status = 'draft' and new.status <> 'draft') execute function private.issue_invoice();--> statement-breakpoint

-- 4. What is issued is issued. It may be paid, become overdue or void, be tried again, and lose its customer: nothing else.
create function private.keep_invoice() returns trigger
language plpgsql set search_path = '' as $$
declare
  free constant text[] := array['status', 'paid_at', 'overdue_at', 'voided_at', 'void_reason', 'attempts', 'next_attempt_at',
    'user_id', 'billed_to', 'updated_at'];
begin
  if tg_op = 'UPDATE' and (to_jsonb(new) - free) = (to_jsonb(old) - free)
    and (new.user_id is null or new.user_id = old.user_id)
    and (new.billed_to is not distinct from old.billed_to or (new.user_id is null and new.billed_to is null))
    and (new.status = old.status and (to_jsonb(new) - 'attempts' - 'next_attempt_at' - 'user_id' - 'billed_to' - 'updated_at')
        = (to_jsonb(old) - 'attempts' - 'next_attempt_at' - 'user_id' - 'billed_to' - 'updated_at')
      or old.status = 'pending' and new.status in ('paid', 'overdue', 'void')
      or old.status = 'overdue' and new.status in ('paid', 'void') and new.overdue_at = old.overdue_at) then
    return new;
  end if;
  raise exception 'an invoice that is issued stays as it is' using errcode = '42501';
end
$$;--> statement-breakpoint
create trigger keep_invoice before update on public.invoices
  for each row when (old.status <> 'draft') execute function private.keep_invoice();--> statement-breakpoint
create trigger keep_invoice_there before delete on public.invoices
  for each row execute function private.keep_invoice();--> statement-breakpoint

-- 5. Lines are written while their invoice is a draft. Lines, payments, credit notes and tax rates are never changed.
create function private.keep_invoice_lines() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  -- Locked: nobody issues the draft between this look and the commit.
  if tg_op = 'INSERT' and (select status from public.invoices where id = new.invoice_id for share) = 'draft' then
    return new;
  end if;
  raise exception 'the lines of an invoice that is issued stay as they are' using errcode = '42501';
end
$$;--> statement-breakpoint
create trigger keep_invoice_lines before insert or update or delete on public.invoice_lines
  for each row execute function private.keep_invoice_lines();--> statement-breakpoint
create function private.keep_document() returns trigger
language plpgsql set search_path = '' as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = '42501';
end
$$;--> statement-breakpoint
create trigger keep_document before update or delete on public.payments
  for each row execute function private.keep_document();--> statement-breakpoint
create trigger keep_document before update or delete on public.credit_notes
  for each row execute function private.keep_document();--> statement-breakpoint
create trigger keep_document before update or delete on public.tax_rates
  for each row execute function private.keep_document();--> statement-breakpoint

-- 6. Paid and payment come together, whichever was written first.
create function private.check_invoice_settled() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  invoice constant uuid := (to_jsonb(new) ->> tg_argv[0])::uuid;
begin
  if (select status = 'paid' from public.invoices where id = invoice)
    <> exists (select from public.payments where invoice_id = invoice) then
    raise exception 'invoice % is paid without a payment, or has a payment and is not paid', invoice
      using errcode = '23514', constraint = 'invoices_paid_has_payment';
  end if;
  return null;
end
$$;--> statement-breakpoint
create constraint trigger invoice_is_settled after update of status on public.invoices
  deferrable initially deferred for each row when (old.status <> new.status)
  execute function private.check_invoice_settled('id');--> statement-breakpoint
create constraint trigger invoice_is_settled after insert on public.payments
  deferrable initially deferred for each row execute function private.check_invoice_settled('invoice_id');--> statement-breakpoint

-- 7. No more goes back than was paid. The invoice is locked, so that two credit notes at once do not both find room.
create function private.issue_credit_note() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  invoice public.invoices;
  credited record;
begin
  select * into invoice from public.invoices where id = new.invoice_id for no key update;
  select coalesce(sum(amount), 0) as amount, coalesce(sum(tax_amount), 0) as tax into credited
  from public.credit_notes where invoice_id = new.invoice_id;
  if invoice.status is distinct from 'paid' or credited.amount + new.amount > invoice.amount
    or credited.tax + new.tax_amount > invoice.tax_amount then
    raise exception 'invoice % has no % left to give back', new.invoice_id, new.amount
      using errcode = '23514', constraint = 'credit_notes_within_paid';
  end if;
  new.number := private.next_number('CN', new.issued_at);
  return new;
end
$$;--> statement-breakpoint
create trigger issue_credit_note before insert on public.credit_notes
  for each row execute function private.issue_credit_note();--> statement-breakpoint

-- 8. Whoever leaves has no plan any more, by whichever way they leave, and owes nothing. What they were charged stays,
--    without them.
create or replace function private.cancel_left_subscription() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.status := 'cancelled';
  new.cancelled_at := coalesce(old.cancelled_at, now());
  new.end_reason := coalesce(old.end_reason, 'left');
  return new;
end
$$;--> statement-breakpoint
create or replace trigger cancel_left_subscription before update of user_id on public.subscriptions
  for each row when (old.user_id is not null and new.user_id is null) execute function private.cancel_left_subscription();--> statement-breakpoint
create function private.forget_customer() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.billed_to := null;
  if old.status in ('pending', 'overdue') then
    new.status := 'void';
    new.voided_at := now();
    new.void_reason := 'left';
    new.next_attempt_at := null;
  end if;
  return new;
end
$$;--> statement-breakpoint
-- Before `keep_invoice`, by name.
create trigger forget_customer before update of user_id on public.invoices
  for each row when (old.user_id is not null and new.user_id is null) execute function private.forget_customer();--> statement-breakpoint

-- 9. The standard rates of value added tax in the Union and around it; 0 where none is ours to collect. A change is a new row.
insert into public.tax_rates (country, basis_points, valid_from) values
  ('AT', 2000, '1984-01-01Z'), ('BE', 2100, '1996-01-01Z'), ('BG', 2000, '1999-01-01Z'), ('CY', 1900, '2014-01-13Z'),
  ('CZ', 2100, '2013-01-01Z'), ('DE', 1900, '2021-01-01Z'), ('DK', 2500, '1992-01-01Z'), ('EE', 2200, '2024-01-01Z'),
  ('EE', 2400, '2025-07-01Z'), ('ES', 2100, '2012-09-01Z'), ('FI', 2400, '2013-01-01Z'), ('FI', 2550, '2024-09-01Z'),
  ('FR', 2000, '2014-01-01Z'), ('GB', 2000, '2011-01-04Z'), ('GR', 2400, '2016-06-01Z'), ('HR', 2500, '2012-03-01Z'),
  ('HU', 2700, '2012-01-01Z'), ('IE', 2300, '2021-03-01Z'), ('IT', 2200, '2013-10-01Z'), ('LT', 2100, '2009-09-01Z'),
  ('LU', 1700, '2024-01-01Z'), ('LV', 2100, '2012-07-01Z'), ('MT', 1800, '2004-01-01Z'), ('NL', 2100, '2012-10-01Z'),
  ('PL', 2300, '2011-01-01Z'), ('PT', 2300, '2011-01-01Z'), ('RO', 1900, '2017-01-01Z'), ('RO', 2100, '2025-08-01Z'),
  ('SE', 2500, '1990-07-01Z'), ('SI', 2200, '2013-07-01Z'), ('SK', 2000, '2011-01-01Z'), ('SK', 2300, '2025-01-01Z'),
  ('US', 0, '1970-01-01Z');--> statement-breakpoint

-- 10. updated_at, and who may do what. Nobody has DELETE on what tells of money, the app and the service role included.
create trigger touch_updated_at before update on public.prices
  for each row when (old.* is distinct from new.*) execute function public.touch_updated_at();--> statement-breakpoint
create trigger touch_updated_at before update on public.billing_details
  for each row when (old.* is distinct from new.*) execute function public.touch_updated_at();--> statement-breakpoint
create trigger touch_updated_at before update on public.document_counters
  for each row when (old.* is distinct from new.*) execute function public.touch_updated_at();--> statement-breakpoint
revoke all on function private.keep_price(), private.next_number(text, timestamptz), private.issue_invoice(),
  private.keep_invoice(), private.keep_invoice_lines(), private.keep_document(), private.check_invoice_settled(),
  private.issue_credit_note(), private.cancel_left_subscription(), private.forget_customer()
  from public, anon, authenticated;--> statement-breakpoint
revoke all on table public.subscriptions, public.invoices, public.prices, public.billing_details, public.tax_rates,
  public.document_counters, public.invoice_lines, public.payments, public.credit_notes
  from public, anon, authenticated, service_role, alcazar_app;--> statement-breakpoint
grant select on table public.prices, public.tax_rates to anon, authenticated;--> statement-breakpoint
grant select on table public.subscriptions, public.invoices, public.billing_details, public.invoice_lines, public.payments,
  public.credit_notes to authenticated;--> statement-breakpoint
grant select, insert, update on table public.subscriptions, public.invoices, public.prices, public.billing_details
  to alcazar_app;--> statement-breakpoint
grant select, insert on table public.invoice_lines, public.payments, public.credit_notes, public.tax_rates to alcazar_app;--> statement-breakpoint
grant select on table public.document_counters to alcazar_app;--> statement-breakpoint
grant select on table public.subscriptions, public.invoices, public.prices, public.billing_details, public.tax_rates,
  public.document_counters, public.invoice_lines, public.payments, public.credit_notes to service_role;
