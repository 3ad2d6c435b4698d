import { type SQL, sql } from 'drizzle-orm';
import { type Database, longDb } from '~/lib/data/system';

/** One promise of the ledger, and how far it is kept. */
export interface Finding {
  /** The promise, in a sentence. */
  promise: string;
  /** How many rows it was asked of. */
  checked: number;
  /** What breaks it, by id or name; empty is well. */
  broken: string[];
}

/** More are counted and not named. */
const NAMED_MAX = 20;

/**
 * Recomputes every balance from its entries and asks every invariant again, at one moment and without a write, also those
 * the database enforces: a trigger may have been switched off. Reads the whole ledger. Guide 7.
 */
export function verifyLedger(database: Database = longDb): Promise<Finding[]> {
  return database.transaction(
    async (tx) => {
      const findings: Finding[] = [];
      for (const [promise, { all, broken }] of Object.entries(PROMISES)) {
        const [row] = await tx.execute<{ checked: number; broken: string[] }>(sql`
          with broken as (${broken})
          select (${all})::int as checked,
            to_json(array(select id::text from broken order by 1 limit ${NAMED_MAX}::int)) as broken`);
        findings.push({ promise, checked: row?.checked ?? 0, broken: row?.broken ?? [] });
      }
      return findings;
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

/** A query for how many there are, and one for the `id` of each that breaks the promise. */
type Question = { all: SQL; broken: SQL };

const ACCOUNTS = sql`select count(*) from public.ledger_accounts`;
const TRANSACTIONS = sql`select count(*) from public.ledger_transactions`;

const PROMISES: Record<string, Question> = {
  'each balance is the sum of its entries': {
    all: ACCOUNTS,
    broken: sql`
      select account.id from public.ledger_accounts as account
      left join public.ledger_entries as entry on entry.account_id = account.id
      group by account.id having account.balance <> coalesce(sum(entry.amount), 0)`,
  },
  'no wallet is below zero': {
    all: sql`select count(*) from public.ledger_accounts where kind = 'wallet'`,
    broken: sql`select id from public.ledger_accounts where kind = 'wallet' and balance < 0`,
  },
  'all accounts of a currency add up to nothing': {
    all: sql`select count(distinct currency) from public.ledger_accounts`,
    broken: sql`select currency as id from public.ledger_accounts group by currency having sum(balance) <> 0`,
  },
  'each transaction has its entries, two at least, and they add up to nothing': {
    all: TRANSACTIONS,
    broken: sql`
      select posted.id from public.ledger_transactions as posted
      left join public.ledger_entries as entry on entry.transaction_id = posted.id
      group by posted.id
      having count(entry.id) < 2 or count(entry.id) <> posted.entry_count or sum(entry.amount) <> 0`,
  },
  'each transaction is in one currency, that of its accounts': {
    all: TRANSACTIONS,
    broken: sql`
      select distinct entry.transaction_id as id from public.ledger_entries as entry
      left join public.ledger_transactions as posted on posted.id = entry.transaction_id
      left join public.ledger_accounts as account on account.id = entry.account_id
      where (entry.currency = posted.currency and entry.currency = account.currency) is not true`,
  },
  'each reversal undoes one transaction exactly, and each is undone once at most': {
    all: sql`select count(*) from public.ledger_transactions where kind = 'reversal'`,
    broken: sql`
      select reversal.id from public.ledger_transactions as reversal
      left join public.ledger_transactions as reversed on reversed.id = reversal.reverses_id
      where reversal.kind = 'reversal' and (reversed.kind <> 'reversal' and reversed.entry_count = reversal.entry_count) is not true
      union
      select reversal.id from public.ledger_transactions as reversal
      join public.ledger_entries as entry on entry.transaction_id = reversal.id
      left join public.ledger_entries as undone
        on undone.transaction_id = reversal.reverses_id and undone.account_id = entry.account_id
        and undone.amount = -entry.amount
      where reversal.kind = 'reversal' and undone.id is null
      union
      select reverses_id from public.ledger_transactions where kind = 'reversal'
      group by reverses_id having count(*) > 1`,
  },
  'the triggers that keep all this are on': {
    all: sql`select count(*) from unnest(${guards()}) as guard`,
    broken: sql`
      select guard as id from unnest(${guards()}) as guard
      where not exists (
        select from pg_catalog.pg_trigger
        where tgrelid = to_regclass('public.' || split_part(guard, '.', 1))
          and tgname = split_part(guard, '.', 2) and tgenabled in ('O', 'A'))`,
  },
};

function guards(): SQL {
  const names = [
    'ledger_accounts.keep_ledger_account',
    'ledger_accounts.keep_ledger_whole',
    'ledger_entries.keep_ledger',
    'ledger_entries.keep_ledger_balances',
    'ledger_entries.keep_ledger_whole',
    'ledger_entries.ledger_transaction_is_whole',
    'ledger_transactions.keep_ledger',
    'ledger_transactions.keep_ledger_whole',
    'ledger_transactions.ledger_transaction_is_whole',
  ];
  return sql.raw(`array['${names.join("', '")}']::text[]`);
}
