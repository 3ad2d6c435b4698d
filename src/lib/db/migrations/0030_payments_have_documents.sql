-- What the ledger calls a payment or a refund has its document, of the same money and of the customer whose wallet it moved:
-- what somebody has spent is read from their documents, which are few, and is the sum of those entries all the same (decision
-- 162). Asked at commit, because the document is written after the posting it names; of a transfer nothing is asked.
create function private.check_ledger_document() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if not exists (
    select from (
      select invoice_id, -amount as amount from public.payments
      where new.kind = 'payment' and ledger_transaction_id = new.id
      union all
      select invoice_id, amount from public.credit_notes
      where new.kind = 'refund' and ledger_transaction_id = new.id
    ) as document
    join public.invoices as invoice on invoice.id = document.invoice_id
    join public.ledger_accounts as wallet on wallet.user_id = invoice.user_id and wallet.currency = invoice.currency
    join public.ledger_entries as entry
      on entry.transaction_id = new.id and entry.account_id = wallet.id and entry.amount = document.amount
  ) then
    raise exception 'the % % has no document of the same money', new.kind, new.id
      using errcode = '23514', constraint = 'ledger_transactions_has_document';
  end if;
  return null;
end
$$;--> statement-breakpoint
create constraint trigger ledger_payment_has_document after insert on public.ledger_transactions
  deferrable initially deferred for each row when (new.kind in ('payment', 'refund'))
  execute function private.check_ledger_document();--> statement-breakpoint
revoke all on function private.check_ledger_document() from public, anon, authenticated;
