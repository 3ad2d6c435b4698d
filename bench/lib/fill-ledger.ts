import { owner } from '../../src/lib/testing/owner';

/** Wallets that share the entries, the measured one among them. Those of nobody stand for users who have left. */
const WALLETS = 100;

/** What one statement writes; two of them at a time. */
const BATCH = 500_000;

/**
 * Brings the ledger up to `size` entries: transfers of one cent from each of a hundred wallets to the next, so that
 * `userId` has a hundredth of them. The triggers that book and check stay out of it: each batch adds up to nothing by how
 * it is made, and `ledger:verify` would say so.
 */
export async function fillLedger(userId: string, size: number): Promise<void> {
  const wallets = await walletsWith(userId);
  const [{ filled } = { filled: 0 }] = await owner<{ filled: number }[]>`
    select count(*)::int as filled from ledger_transactions where reference like 'growth:%'`;
  const wanted = Math.floor(size / 2 / WALLETS) * WALLETS;
  await withoutIndexes(async () => {
    for (let from = filled; from < wanted; from += 2 * BATCH) {
      const starts = [from, from + BATCH].filter((start) => start < wanted);
      await Promise.all(starts.map((start) => write(wallets, start, Math.min(start + BATCH, wanted) - 1)));
    }
  });
  await owner`vacuum (analyze) ledger_entries, ledger_transactions, ledger_accounts`;
  // Or it would be written to the disk while the first page is measured.
  await owner`checkpoint`;
}

/**
 * Rows that come by the million are put into an index one by one at random places, which takes an hour where building it takes a
 * minute: they are out of use meanwhile, and built anew.
 */
async function withoutIndexes(fill: () => Promise<void>): Promise<void> {
  const ofLedger = owner`indrelid in ('ledger_entries'::regclass, 'ledger_transactions'::regclass)`;
  await owner`update pg_index set indisready = false, indisvalid = false where ${ofLedger}`;
  await fill();
  await owner.begin(async (tx) => {
    await tx`set local maintenance_work_mem = '512MB'`;
    await tx`reindex table ledger_transactions`;
    await tx`reindex table ledger_entries`;
  });
}

async function walletsWith(userId: string): Promise<string[]> {
  await owner`
    insert into ledger_accounts (kind, currency)
    select 'wallet', 'EUR' from generate_series(2, ${WALLETS}::int)
    where not exists (select from ledger_transactions where reference like 'growth:%')`;
  const rows = await owner<{ id: string }[]>`
    select id from ledger_accounts
    where kind = 'wallet' and currency = 'EUR' and (user_id = ${userId} or user_id is null)
    order by user_id is null, id limit ${WALLETS}`;
  return rows.map(({ id }) => id);
}

function write(wallets: string[], from: number, to: number): Promise<unknown> {
  return owner.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`
      insert into ledger_transactions (id, kind, currency, posted_at, entry_count, reference)
      select md5('growth' || n)::uuid, 'transfer', 'EUR', now() - interval '10 years' + n * interval '30 seconds', 2,
        'growth:' || n
      from generate_series(${from}::int, ${to}::int) as n`;
    await tx`
      insert into ledger_entries (transaction_id, account_id, amount, currency, posted_at)
      select md5('growth' || n)::uuid, (string_to_array(${wallets.join()}, ',')::uuid[])[1 + (n + side) % ${WALLETS}::int],
        case side when 0 then -1 else 1 end, 'EUR', now() - interval '10 years' + n * interval '30 seconds'
      from generate_series(${from}::int, ${to}::int) as n, generate_series(0, 1) as side`;
  });
}
