import { eq, sql } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ANONYMOUS } from '~/lib/data/claims';
import { type Database, db } from '~/lib/data/system';
import { asUser } from '~/lib/data/user';
import { owner } from '~/lib/testing/owner';
import { apiOf, signUp, type TestUser } from '~/lib/testing/users';
import { houseAccount, openWallet } from './ledger.service';
import { type LedgerAccount, ledgerAccounts, ledgerEntries, ledgerTransactions } from './wallet.schema';
import { topUp } from './wallet.service';

// Everything here goes past the services: what the database itself refuses, whoever asks.

const NOW = new Date('2026-03-01T12:00:00Z');

let ana: TestUser;
let ben: TestUser;
let anas: LedgerAccount;
let bens: LedgerAccount;
let clearing: LedgerAccount;

beforeAll(async () => {
  clearing = await houseAccount('clearing', 'EUR');
});
beforeEach(async () => {
  [ana, ben] = await Promise.all([signUp(), signUp()]);
  [anas, bens] = await Promise.all([openWallet(ana.id, 'EUR'), openWallet(ben.id, 'EUR')]);
  await topUp({ userId: ana.id, amount: 1000n, currency: 'EUR', reference: crypto.randomUUID() }, NOW);
});

type Part = [account: Pick<LedgerAccount, 'id'>, amount: bigint, currency?: string, postedAt?: Date];
type Said = Partial<typeof ledgerTransactions.$inferInsert>;

/** Posts by hand, as a service with a mistake would. */
function write(parts: Part[], said: Said = {}, database: Database = db): Promise<string> {
  return database.transaction(async (tx) => {
    const [posted] = await tx
      .insert(ledgerTransactions)
      .values({
        kind: 'transfer',
        currency: 'EUR',
        postedAt: NOW,
        entryCount: parts.length,
        reference: crypto.randomUUID(),
        ...said,
      })
      .returning();
    if (!posted) throw new Error('nothing was inserted');
    const entries = parts.map(([account, amount, currency = 'EUR', postedAt = NOW]) => ({
      transactionId: posted.id,
      accountId: account.id,
      amount,
      currency,
      postedAt,
    }));
    if (entries.length > 0) await tx.insert(ledgerEntries).values(entries);
    return posted.id;
  });
}

async function balanceOf({ id }: Pick<LedgerAccount, 'id'>): Promise<bigint | undefined> {
  const [account] = await db.select().from(ledgerAccounts).where(eq(ledgerAccounts.id, id));
  return account?.balance;
}

/** By the name of the constraint, at a statement (Drizzle wraps it) or at commit (it does not). */
async function expectBroken(attempt: Promise<unknown>, constraint: string): Promise<void> {
  const error = await attempt.then(
    () => 'it was let through',
    (reason) => ('constraint_name' in reason ? reason : reason.cause),
  );
  expect(error).toMatchObject({ constraint_name: constraint });
}

const refused = { cause: { code: '42501' } };

test('what is balanced is posted, and both balances follow', async () => {
  await write([
    [anas, -300n],
    [bens, 300n],
  ]);
  expect([await balanceOf(anas), await balanceOf(bens)]).toEqual([700n, 300n]);
});

describe('a transaction that is not whole', () => {
  test.each<[string, () => Part[], Said?]>([
    [
      'adds up to more than nothing',
      () => [
        [anas, -300n],
        [bens, 301n],
      ],
    ],
    [
      'takes without giving',
      () => [
        [anas, -300n],
        [clearing, -300n],
      ],
    ],
    ['has no entries', () => [], { entryCount: 2 }],
    ['has one entry', () => [[bens, 300n]], { entryCount: 2 }],
    [
      'has more entries than it says',
      () => [
        [anas, -300n],
        [bens, 200n],
        [clearing, 100n],
      ],
      { entryCount: 2 },
    ],
    [
      'has fewer entries than it says',
      () => [
        [anas, -300n],
        [bens, 300n],
      ],
      { entryCount: 3 },
    ],
  ])('is refused at commit when it %s', async (_, parts, said) => {
    await expectBroken(write(parts(), said), 'ledger_transactions_balanced');
    expect([await balanceOf(anas), await balanceOf(bens)]).toEqual([1000n, 0n]);
  });

  test('is refused when it gets entries later on, balanced or not', async () => {
    const id = await write([
      [anas, -300n],
      [bens, 300n],
    ]);
    const late = { transactionId: id, currency: 'EUR', postedAt: NOW };
    const other = await houseAccount('payouts', 'EUR');
    const pair = [
      { ...late, accountId: clearing.id, amount: -5n },
      { ...late, accountId: other.id, amount: 5n },
    ];
    await expectBroken(
      Promise.resolve(db.insert(ledgerEntries).values(pair)),
      'ledger_transactions_balanced',
    );
  });
});

describe('what the tables refuse at once', () => {
  test.each<[string, string, () => Part[], Said?]>([
    [
      'more than there is',
      'ledger_accounts_wallet_not_negative',
      () => [
        [anas, -1001n],
        [bens, 1001n],
      ],
    ],
    [
      'an entry of nothing',
      'ledger_entries_amount_moves',
      () => [
        [anas, 0n],
        [bens, 0n],
      ],
    ],
    [
      'two entries for one account',
      'ledger_entries_one_per_account',
      () => [
        [bens, 5n],
        [bens, -5n],
      ],
    ],
    [
      'an account of another currency',
      'ledger_entries_account_fk',
      () => [
        [anas, -5n, 'USD'],
        [bens, 5n, 'USD'],
      ],
      { currency: 'USD' },
    ],
    [
      'an entry of another currency',
      'ledger_entries_transaction_fk',
      () => [
        [anas, -5n],
        [bens, 5n],
      ],
      { currency: 'USD' },
    ],
    [
      'an entry of another time',
      'ledger_entries_transaction_fk',
      () => [
        [anas, -5n, 'EUR', new Date(0)],
        [bens, 5n],
      ],
    ],
    ['fewer than two entries', 'ledger_transactions_two_entries', () => [], { entryCount: 1 }],
    ['a reversal of nothing', 'ledger_transactions_reversal_names_its_cause', () => [], reversing(null)],
    [
      'a note without end',
      'ledger_transactions_note_short',
      () => [],
      { entryCount: 2, note: 'a'.repeat(141) },
    ],
    [
      'a reference of nothing',
      'ledger_transactions_reference_short',
      () => [],
      { entryCount: 2, reference: '' },
    ],
  ])('%s', async (_, constraint, parts, said) => {
    await expectBroken(write(parts(), said), constraint);
    expect([await balanceOf(anas), await balanceOf(bens)]).toEqual([1000n, 0n]);
  });

  test('a command that was posted before', async () => {
    const reference = crypto.randomUUID();
    const parts: Part[] = [
      [anas, -5n],
      [bens, 5n],
    ];
    await write(parts, { reference });
    await expectBroken(write(parts, { reference }), 'ledger_transactions_reference');
    expect(await balanceOf(bens)).toBe(5n);
  });

  test.each<[string, string, Partial<typeof ledgerAccounts.$inferInsert>]>([
    ['a second wallet of a user in one currency', 'ledger_accounts_one_wallet_per_currency', {}],
    ['a wallet in no currency', 'ledger_accounts_currency_code', { currency: 'eur' }],
    ['an account of the house that is a user’s', 'ledger_accounts_house_has_no_user', { kind: 'revenue' }],
    [
      'a second account of the house',
      'ledger_accounts_one_of_the_house_per_currency',
      { kind: 'tax', userId: null },
    ],
  ])('%s', async (_, constraint, given) => {
    const account = { kind: 'wallet' as const, userId: ana.id, currency: 'EUR', ...given };
    await expectBroken(Promise.resolve(db.insert(ledgerAccounts).values(account)), constraint);
  });
});

function reversing(reversesId: string | null): Said {
  return { kind: 'reversal', reversesId, entryCount: 2 };
}

describe('a reversal', () => {
  let posted: string;
  const undo: () => Part[] = () => [
    [anas, 300n],
    [bens, -300n],
  ];
  beforeEach(async () => {
    posted = await write([
      [anas, -300n],
      [bens, 300n],
    ]);
  });

  test('undoes its transaction, once', async () => {
    await write(undo(), reversing(posted));
    expect([await balanceOf(anas), await balanceOf(bens)]).toEqual([1000n, 0n]);
    await expectBroken(write(undo(), reversing(posted)), 'ledger_transactions_reversed_once');
  });

  test('of another amount, between others, or in part is refused', async () => {
    const wrong: Part[][] = [
      [
        [anas, 200n],
        [bens, -200n],
      ],
      [
        [anas, 300n],
        [clearing, -300n],
      ],
      [
        [anas, 300n],
        [bens, -299n],
        [clearing, -1n],
      ],
    ];
    for (const parts of wrong) {
      const attempt = write(parts, { ...reversing(posted), entryCount: parts.length });
      await expectBroken(attempt, 'ledger_transactions_reversal_undoes');
    }
  });

  test('is not itself undone', async () => {
    const reversal = await write(undo(), reversing(posted));
    const again: Part[] = [
      [anas, -300n],
      [bens, 300n],
    ];
    await expectBroken(write(again, reversing(reversal)), 'ledger_transactions_reversal_undoes');
  });
});

describe('nobody rewrites it', () => {
  const attempts: Record<string, (tx: Database) => Promise<unknown>> = {
    'changing an entry': async (tx) => tx.update(ledgerEntries).set({ amount: 1n }),
    'taking an entry away': async (tx) => tx.delete(ledgerEntries),
    'changing a transaction': async (tx) => tx.update(ledgerTransactions).set({ note: 'hello' }),
    'erasing a note': async (tx) => tx.update(ledgerTransactions).set({ note: null }),
    'taking a transaction away': async (tx) => tx.delete(ledgerTransactions),
    'giving oneself money': async (tx) =>
      tx.update(ledgerAccounts).set({ balance: 1_000_000n }).where(eq(ledgerAccounts.id, bens.id)),
    'taking over a wallet': async (tx) =>
      tx
        .update(ledgerAccounts)
        .set({ userId: ben.id, currency: 'USD' })
        .where(eq(ledgerAccounts.id, anas.id)),
    'taking an account away': async (tx) => tx.delete(ledgerAccounts),
    'opening an account that is not empty': async (tx) =>
      tx.insert(ledgerAccounts).values({ kind: 'wallet', userId: ben.id, currency: 'USD', balance: 5n }),
    'emptying the ledger': async (tx) => tx.execute(sql`truncate public.ledger_accounts cascade`),
  };

  test.each(Object.entries(attempts))('%s is refused to the app and to a user', async (_, attempt) => {
    await expect(attempt(db)).rejects.toMatchObject(refused);
    await expect(asUser(ana.claims, attempt)).rejects.toMatchObject(refused);
    expect([await balanceOf(anas), await balanceOf(bens)]).toEqual([1000n, 0n]);
  });

  test.each([
    ['changing an entry', 'update public.ledger_entries set amount = amount + 1'],
    ['taking an entry away', 'delete from public.ledger_entries'],
    ['changing a transaction', `update public.ledger_transactions set reference = 'x' || reference`],
    ['erasing a note', 'update public.ledger_transactions set note = null'],
    ['taking a transaction away', 'delete from public.ledger_transactions'],
    ['writing a balance', 'update public.ledger_accounts set balance = balance + 1'],
    ['changing a currency', `update public.ledger_accounts set currency = 'GBP'`],
    ['taking an account away', 'delete from public.ledger_accounts'],
    ['emptying it', 'truncate public.ledger_entries'],
    ['emptying all of it', 'truncate public.ledger_accounts cascade'],
  ])('%s is refused to the owner of the tables too', async (_, statement) => {
    await expect(owner.unsafe(statement)).rejects.toMatchObject({ code: '42501' });
  });

  test('a user posts nothing, through no door', async () => {
    const own: Part[] = [
      [clearing, -5n],
      [anas, 5n],
    ];
    await expect(asUser(ana.claims, (tx) => write(own, {}, tx))).rejects.toMatchObject(refused);
    const entry = {
      transaction_id: crypto.randomUUID(),
      account_id: anas.id,
      amount: 5,
      currency: 'EUR',
      posted_at: NOW,
    };
    const api = apiOf(ana);
    for (const { error } of await Promise.all([
      api.from('ledger_entries').insert(entry),
      api.from('ledger_entries').update({ amount: 5 }).eq('account_id', anas.id),
      api.from('ledger_entries').delete().eq('account_id', anas.id),
      api.from('ledger_accounts').update({ balance: 5 }).eq('id', anas.id),
      api.from('ledger_accounts').insert({ kind: 'wallet', user_id: ana.id, currency: 'USD' }),
      api.from('ledger_transactions').select(),
      api.from('idempotency_keys').select(),
    ])) {
      expect(error).toMatchObject({ code: '42501' });
    }
  });
});

describe('who sees what', () => {
  test('a user sees their own wallet and entries, and neither another’s nor the house’s', async () => {
    const [accounts, entries] = await asUser(ana.claims, (tx) =>
      Promise.all([tx.select().from(ledgerAccounts), tx.select().from(ledgerEntries)]),
    );
    expect(accounts).toEqual([expect.objectContaining({ id: anas.id, balance: 1000n })]);
    expect(entries).toEqual([expect.objectContaining({ accountId: anas.id, amount: 1000n })]);
    const seen = await apiOf(ben).from('ledger_accounts').select('id, balance');
    expect(seen.data).toEqual([{ id: bens.id, balance: 0 }]);
  });

  test('a visitor sees nothing', async () => {
    for (const table of [ledgerAccounts, ledgerEntries, ledgerTransactions]) {
      await expect(asUser(ANONYMOUS, (tx) => tx.select().from(table))).rejects.toMatchObject(refused);
    }
  });
});

test('of somebody who leaves the ledger keeps what moved, and neither who they were nor what they wrote', async () => {
  const sent = await write(
    [
      [anas, -300n],
      [bens, 300n],
    ],
    { note: 'for the tiles' },
  );
  const received = await write(
    [
      [bens, -100n],
      [anas, 100n],
    ],
    { note: 'thank you' },
  );
  const leave = () => owner`delete from auth.users where id = ${ana.id}`;
  await expect(leave()).rejects.toMatchObject({ constraint_name: 'ledger_accounts_empty_at_leaving' });
  await write([
    [anas, -800n],
    [bens, 800n],
  ]);
  await leave();
  const [left] = await db.select().from(ledgerAccounts).where(eq(ledgerAccounts.id, anas.id));
  expect(left).toMatchObject({ userId: null, balance: 0n, currency: 'EUR' });
  const entries = await db.select().from(ledgerEntries).where(eq(ledgerEntries.accountId, anas.id));
  expect(entries.map(({ amount }) => amount).sort()).toEqual([-300n, -800n, 100n, 1000n].sort());
  const notes = await db.select().from(ledgerTransactions);
  expect(notes.find(({ id }) => id === sent)?.note).toBeNull();
  expect(notes.find(({ id }) => id === received)?.note).toBe('thank you');
});
