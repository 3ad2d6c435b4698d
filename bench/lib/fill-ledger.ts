import { owner } from '../../src/lib/testing/owner';

/** Wallets that share the entries, the measured one among them. Those of nobody stand for users who have left. */
const WALLETS = 100;

/** What one statement writes; two of them at a time. */
const BATCH = 500_000;

/** Ten years, over which what is added is spread, so that the charts of the last months have more to read at each size. */
const TIME = '3652 days';

/** The transactions of one filling, and the moment up to which they are spread. */
interface Filling {
  from: number;
  to: number;
  until: string;
}

/**
 * Brings the ledger up to `size` entries: transfers of one cent from each of a hundred wallets to the next, so that
 * `userId` has a hundredth of them, and a tenth of those in each of the last ten years. The triggers that book and check stay out of it: each batch adds up to nothing by how
 * it is made, and `ledger:verify` would say so.
 */
export async function fillLedger(userId: string, size: number): Promise<void> {
  const wallets = await walletsWith(userId);
  const [{ filled } = { filled: 0 }] = await owner<{ filled: number }[]>`
    select count(*)::int as filled from ledger_transactions where reference like 'growth:%'`;
  const to = Math.floor(size / 2 / WALLETS) * WALLETS;
  const filling = { from: filled, to, until: new Date().toISOString() };
  await withoutIndexes(async () => {
    for (let from = filled; from < to; from += 2 * BATCH) {
      const starts = [from, from + BATCH].filter((start) => start < to);
      await Promise.all(starts.map((start) => writeBatch(wallets, filling, start)));
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

function writeBatch(wallets: string[], { from, to, until }: Filling, start: number): Promise<unknown> {
  const last = Math.min(start + BATCH, to) - 1;
  return owner.begin(async (tx) => {
    // In the order of time over the whole filling, not over the batch: an account is read from many places of the table.
    const postedAt = tx`${until}::timestamptz - ${TIME}::interval * (1 - (n - ${from}::int) / ${to - from}::float8)`;
    await tx`set local session_replication_role = replica`;
    await tx`
      insert into ledger_transactions (id, kind, currency, posted_at, entry_count, reference)
      select md5('growth' || n)::uuid, 'transfer', 'EUR', ${postedAt}, 2, 'growth:' || n
      from generate_series(${start}::int, ${last}::int) as n`;
    await tx`
      insert into ledger_entries (transaction_id, account_id, amount, currency, posted_at)
      select md5('growth' || n)::uuid, (string_to_array(${wallets.join()}, ',')::uuid[])[1 + (n + side) % ${WALLETS}::int],
        case side when 0 then -1 else 1 end, 'EUR', ${postedAt}
      from generate_series(${start}::int, ${last}::int) as n, generate_series(0, 1) as side`;
  });
}
