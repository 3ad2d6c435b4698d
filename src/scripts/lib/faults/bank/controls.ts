import type { Sql } from 'postgres';

/**
 * What can be taken away from the throw-away database, to see that the audit notices: a proof that cannot fail proves nothing.
 * The product is untouched.
 */
export const CONTROLS = {
  /** Balances are read, counted in memory and written back, as somebody would who had not thought of two at once. */
  'row-lock': (owner: Sql) =>
    owner.unsafe(`
      create or replace function private.keep_ledger_balances() returns trigger
      language plpgsql security definer set search_path = '' as $$
      declare
        moved record;
        had bigint;
      begin
        for moved in select account_id, sum(amount)::bigint as amount from added group by account_id order by account_id loop
          select balance into had from public.ledger_accounts where id = moved.account_id;
          perform pg_catalog.pg_sleep(0.005);
          update public.ledger_accounts set balance = had + moved.amount where id = moved.account_id;
        end loop;
        return null;
      end
      $$`),
  /** Nothing keeps one key from being two commands: neither that of the request nor that of the ledger. */
  'unique-key': (owner: Sql) =>
    owner.unsafe(`
      alter table public.idempotency_keys drop constraint idempotency_keys_pk;
      alter table public.ledger_transactions drop constraint ledger_transactions_reference`),
} satisfies Record<string, (owner: Sql) => Promise<unknown>>;

export type Control = keyof typeof CONTROLS;

export function isControl(name: string): name is Control {
  return Object.hasOwn(CONTROLS, name);
}
